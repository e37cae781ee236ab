"""Who may see and do what with the registry, one permission a line."""

import rules

from egov.accounts.predicates import is_administrator, is_staff
from egov.desk.predicates import holds
from regulations.vocabulary import LEGAL_OFFICER

is_legal_officer = holds(LEGAL_OFFICER)

rules.add_perm("regulations", is_staff)
for _model in (
    "regulationkind",
    "regulation",
    "provision",
    "legalevent",
    "application",
    "lifestep",
    "binding",
    "finding",
    "clause",
):
    rules.add_perm(f"regulations.view_{_model}", is_staff)
for _model in ("regulation", "provision", "application"):
    rules.add_perm(f"regulations.add_{_model}", is_legal_officer)
    rules.add_perm(f"regulations.change_{_model}", is_legal_officer)
# events, bindings, steps and findings are rows of verbs: added through them, never edited
rules.add_perm("regulations.add_legalevent", is_legal_officer)
rules.add_perm("regulations.add_binding", is_legal_officer)
rules.add_perm("regulations.change_regulationkind", is_administrator)
