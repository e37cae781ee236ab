"""Who may see and do what with the words of the search, one permission a line."""

import rules

from egov.desk.predicates import is_administrator, is_staff

rules.add_perm("search", is_staff)
rules.add_perm("search.view_term", is_administrator)
rules.add_perm("search.add_term", is_administrator)
rules.add_perm("search.change_term", is_administrator)
rules.add_perm("search.delete_term", is_administrator)
rules.add_perm("search.view_miss", is_administrator)
