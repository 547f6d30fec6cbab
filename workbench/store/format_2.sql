CREATE TABLE attachment (
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  added TEXT NOT NULL,
  PRIMARY KEY (digest)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE attachment_part (
  digest TEXT NOT NULL,
  number INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (digest, number)
)
 WITHOUT ROWID,
 STRICT;
