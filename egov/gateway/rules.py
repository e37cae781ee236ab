"""Who may do what with short messages, one a line."""

import rules

from egov.desk.predicates import is_administrator, is_staff

rules.add_perm("gateway", is_staff)
rules.add_perm("gateway.view_texttemplate", is_administrator)
rules.add_perm("gateway.add_texttemplate", is_administrator)
rules.add_perm("gateway.change_texttemplate", is_administrator)
rules.add_perm("gateway.delete_texttemplate", is_administrator)
rules.add_perm("gateway.view_senttext", is_administrator)
