"""Who may do what with the words of the search and the pages at the foot, one a line."""

import rules

from egov.desk.predicates import is_administrator, is_staff
from egov.verbs.permission import permit

rules.add_perm("search", is_staff)
rules.add_perm("search.view_term", is_administrator)
rules.add_perm("search.add_term", is_administrator)
rules.add_perm("search.change_term", is_administrator)
rules.add_perm("search.delete_term", is_administrator)
rules.add_perm("search.view_miss", is_administrator)

rules.add_perm("home", is_staff)
rules.add_perm("home.view_page", is_administrator)
rules.add_perm("home.add_page", is_administrator)
rules.add_perm("home.change_page", is_administrator)
permit(
    "home.write_page",
    is_administrator,
    code="not_administrator",
    sentence="Halaman ini hanya diubah administrator.",
)
