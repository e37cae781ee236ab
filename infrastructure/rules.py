"""Who may see and do what with the inventory, one permission a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from egov.accounts.predicates import is_administrator, is_auditor, is_staff
from egov.desk.predicates import holds
from egov.verbs.permission import permit, predicate
from infrastructure.models import Asset
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR

if TYPE_CHECKING:
    from egov.accounts.models import User

is_region_operator = holds(INFRA_OPERATOR)
is_operator = holds(INFRA_OPERATOR, AGENCY_OPERATOR)


@predicate
def keeps(user: User, asset: Asset | None) -> bool:
    """The region's operator keeps everything, an agency's what that agency owns."""
    if asset is None or user.holds(INFRA_OPERATOR):
        return user.holds(INFRA_OPERATOR, AGENCY_OPERATOR)
    own = {a.agency_id for a in user.appointments_now if a.role == AGENCY_OPERATOR}
    return asset.owner_id in own


rules.add_perm("infrastructure", is_staff)
for _model in ("asset", "site", "device", "link"):
    rules.add_perm(f"infrastructure.view_{_model}", is_staff)

permit(
    "infrastructure.assess_impact",
    is_operator | is_auditor | is_administrator,
    code="not_infra_operator",
    sentence="Dampak gangguan hanya dibuka operator infrastruktur dan auditor.",
)
permit(
    "infrastructure.keep_asset",
    keeps,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur yang mengubahnya, untuk aset perangkat daerahnya.",
)
permit(
    "infrastructure.open_class",
    is_region_operator,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur daerah yang membuka satu jenis aset.",
)
