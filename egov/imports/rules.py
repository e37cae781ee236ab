"""Who may see what with imports, one permission a line; who imports what, each offer says."""

from typing import Any

import rules

from egov.desk.predicates import is_staff, reads_all
from egov.imports.models import ImportRun
from egov.imports.offers import offers_for


@rules.predicate
def is_ones_own(user: Any, run: ImportRun | None) -> bool:
    """The run is this person's; of the list, whether there is anything they may import."""
    if run is None:
        return bool(offers_for(user))
    return bool(run.actor_id == user.pk)


rules.add_perm("imports", is_staff)
rules.add_perm("imports.view_importrun", reads_all | (is_staff & is_ones_own))
