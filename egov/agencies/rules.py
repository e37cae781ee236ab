"""Who may see and do what with perangkat daerah, one permission a line."""

import rules

from egov.desk.predicates import is_administrator, is_staff

rules.add_perm("agencies", is_staff)
rules.add_perm("agencies.view_agency", is_staff)
rules.add_perm("agencies.add_agency", is_administrator)
rules.add_perm("agencies.change_agency", is_administrator)
