"""Who may see what with imports, one permission a line."""

import rules

from egov.desk.predicates import holds, is_administrator, is_staff

rules.add_perm("imports", is_staff)
rules.add_perm("imports.view_importrun", is_administrator | holds("auditor", "planner"))
