"""Who may see and do what with the registry, one permission a line."""

import rules

from egov.accounts.predicates import is_administrator, is_staff
from egov.desk.predicates import holds
from egov.verbs.permission import permit
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
    "basissearch",
):
    rules.add_perm(f"regulations.view_{_model}", is_staff)
for _model in ("regulation", "provision", "application"):
    rules.add_perm(f"regulations.add_{_model}", is_legal_officer)
    rules.add_perm(f"regulations.change_{_model}", is_legal_officer)
# events, bindings, steps and findings are rows of verbs: added through them, never edited
rules.add_perm("regulations.add_legalevent", is_legal_officer)
rules.add_perm("regulations.add_binding", is_legal_officer)
rules.add_perm("regulations.change_regulationkind", is_administrator)

# -- the verbs -----------------------------------------------------------------------------

_ONLY_THE_OFFICER = {
    "code": "not_legal_officer",
    "sentence": "Hanya petugas hukum yang mencatat peraturan dan peristiwanya.",
}
# the text of a regulation
permit("regulations.keep_pdf", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.register_regulation", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.correct_text", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.confirm_text", is_legal_officer, **_ONLY_THE_OFFICER)
# what it does to others
permit("regulations.record_event", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.record_effect", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.apply_changes", is_legal_officer, **_ONLY_THE_OFFICER)
# what its pasal oblige to
permit("regulations.read_clauses", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.confirm_clause", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.settle_clause", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.reopen_clause", is_legal_officer, **_ONLY_THE_OFFICER)
# what stands on it
permit("regulations.bind_application", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.renew_binding", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.end_binding", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.move_application", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.close_finding", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.close_search", is_legal_officer, **_ONLY_THE_OFFICER)
permit("regulations.reopen_search", is_legal_officer, **_ONLY_THE_OFFICER)
