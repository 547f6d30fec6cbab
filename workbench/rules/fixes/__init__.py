"""What mends a finding: functions that work out changes, one module a dimension; see ``rules/fixing.py``."""
