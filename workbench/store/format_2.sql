CREATE TABLE adjustment (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  "on" TEXT,
  approver TEXT,
  document_number TEXT,
  reason TEXT,
  changes TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

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

CREATE TABLE basis (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  document_number TEXT,
  issuer TEXT,
  date TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE change (
  "plan" INTEGER NOT NULL,
  number INTEGER NOT NULL,
  time TEXT NOT NULL,
  author TEXT NOT NULL,
  label TEXT NOT NULL,
  label_values TEXT NOT NULL,
  reason TEXT NOT NULL,
  undoes INTEGER NOT NULL,
  redoes INTEGER NOT NULL,
  merge_key TEXT NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", number)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE comment (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  round INTEGER,
  unit TEXT,
  public INTEGER,
  received_on TEXT,
  element TEXT,
  text TEXT,
  adopted TEXT,
  reason TEXT,
  handled_by TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE envelope (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  year INTEGER,
  source TEXT,
  amount INTEGER,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE goal (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  description TEXT,
  parent TEXT,
  domains TEXT,
  subjects TEXT,
  kind TEXT,
  due TEXT,
  responsible_unit TEXT,
  bases TEXT,
  takes_up TEXT,
  addressed_to TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE indicator (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  name TEXT,
  parent TEXT,
  goals TEXT,
  domains TEXT,
  unit TEXT,
  kind TEXT,
  value_type TEXT,
  aggregation TEXT,
  nature TEXT,
  origin TEXT,
  catalogue TEXT,
  catalogue_item TEXT,
  definition TEXT,
  formula TEXT,
  scope TEXT,
  data_source TEXT,
  frequency TEXT,
  direction TEXT,
  range TEXT,
  rubric TEXT,
  baseline TEXT,
  targets TEXT,
  actuals TEXT,
  responsible_unit TEXT,
  data_unit TEXT,
  bases TEXT,
  takes_up TEXT,
  addressed_to TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE meta (
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE milestone (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  project TEXT,
  title TEXT,
  stage TEXT,
  due TEXT,
  deliverable TEXT,
  acceptance TEXT,
  document_number TEXT,
  done_on TEXT,
  evidence TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE need (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  description TEXT,
  domains TEXT,
  subjects TEXT,
  evidence TEXT,
  priority TEXT,
  goals TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE operation (
  "plan" INTEGER NOT NULL,
  number INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  field TEXT NOT NULL,
  "before" TEXT,
  "after" TEXT,
  PRIMARY KEY ("plan", number, seq)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE "plan" (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  description TEXT,
  kind TEXT,
  level TEXT,
  region_code TEXT,
  region_name TEXT,
  members TEXT,
  period TEXT,
  base_year INTEGER,
  as_of TEXT,
  status TEXT,
  issuing_body TEXT,
  document_number TEXT,
  issued_on TEXT,
  letterhead TEXT,
  recipients TEXT,
  copies_to TEXT,
  signatory TEXT,
  printed_on TEXT,
  openness TEXT,
  parents TEXT,
  vision TEXT,
  entry_point TEXT,
  principles TEXT,
  focus_domains TEXT,
  omitted_domains TEXT,
  pilot TEXT,
  catalogues TEXT,
  evaluations TEXT,
  procedure TEXT,
  settings TEXT,
  rule_profile TEXT,
  empty_lists TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE project (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  description TEXT,
  parent TEXT,
  kind TEXT,
  nature TEXT,
  "key" INTEGER,
  livelihood_deed INTEGER,
  domains TEXT,
  subjects TEXT,
  leader TEXT,
  lead_unit TEXT,
  co_leads TEXT,
  responsible_units TEXT,
  support_units TEXT,
  owner_unit TEXT,
  competent_unit TEXT,
  start TEXT,
  "end" TEXT,
  duration_days INTEGER,
  ongoing INTEGER,
  due_text TEXT,
  year_goals TEXT,
  predecessors TEXT,
  stage TEXT,
  status TEXT,
  progress TEXT,
  total_investment INTEGER,
  invested_before INTEGER,
  needs_no_funding INTEGER,
  funding TEXT,
  revenue INTEGER,
  running_cost_per_year INTEGER,
  running_cost_source TEXT,
  operation_model TEXT,
  operator TEXT,
  technologies TEXT,
  solves TEXT,
  deliverables TEXT,
  bases TEXT,
  takes_up TEXT,
  addressed_to TEXT,
  goals TEXT,
  indicators TEXT,
  reports TEXT,
  empty_lists TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE registry (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  UNIQUE (id)
)
 STRICT;

CREATE TABLE risk (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  probability TEXT,
  impact TEXT,
  mitigation TEXT,
  owner TEXT,
  threatens TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE safeguard (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  kind TEXT,
  text TEXT,
  responsible_unit TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE scheme (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  year INTEGER,
  frozen INTEGER,
  full_mark TEXT,
  scope TEXT,
  unit_classes TEXT,
  missing TEXT,
  groups TEXT,
  levels TEXT,
  calendar TEXT,
  result_use TEXT,
  results TEXT,
  empty_lists TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE scheme_item (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  scheme TEXT,
  indicator TEXT,
  milestone TEXT,
  project TEXT,
  units TEXT,
  unit_class TEXT,
  "group" TEXT,
  marks TEXT,
  marks_by_class TEXT,
  year_target TEXT,
  assessor_unit TEXT,
  data_unit TEXT,
  veto TEXT,
  change_reason TEXT,
  exempt TEXT,
  method TEXT,
  parameters TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE section (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  kind TEXT,
  title TEXT,
  text TEXT,
  box TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE service (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  title TEXT,
  life_stage TEXT,
  unit TEXT,
  steps_before INTEGER,
  steps_after INTEGER,
  visits_before INTEGER,
  visits_after INTEGER,
  online_level TEXT,
  projects TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE unit (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  name TEXT,
  aliases TEXT,
  kind TEXT,
  class TEXT,
  parent TEXT,
  members TEXT,
  successors TEXT,
  leader TEXT,
  contact TEXT,
  capacity INTEGER,
  valid_from INTEGER,
  valid_until INTEGER,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE version (
  "plan" INTEGER NOT NULL,
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  time TEXT NOT NULL,
  author TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY ("plan", name)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE waiver (
  "plan" INTEGER NOT NULL,
  id TEXT NOT NULL,
  position TEXT,
  code TEXT,
  notes TEXT,
  absent TEXT,
  rule TEXT,
  element TEXT,
  field TEXT,
  reason TEXT,
  "by" TEXT,
  until TEXT,
  digest BLOB NOT NULL,
  PRIMARY KEY ("plan", id)
)
 WITHOUT ROWID,
 STRICT;
