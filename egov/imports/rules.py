"""Who may see and do what with imports, one permission a line; each offer says who imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from egov.desk.predicates import is_staff, reads_all
from egov.imports.models import ImportRun
from egov.imports.offers import offers_for
from egov.verbs.permission import permit, predicate

if TYPE_CHECKING:
    from egov.accounts.models import User


@predicate
def is_ones_own(user: User, run: ImportRun | None) -> bool:
    """The run is this person's; of the list, whether there is anything they may import."""
    if run is None:
        return bool(offers_for(user))
    return bool(run.started_by_id == user.pk)


rules.add_perm("imports", is_staff)
rules.add_perm("imports.view_importrun", reads_all | (is_staff & is_ones_own))
permit(
    "imports.apply",
    is_ones_own,
    code="not_yours",
    sentence="Hanya yang mengunggah berkas ini menerapkannya. Unggah berkasnya sendiri.",
)
