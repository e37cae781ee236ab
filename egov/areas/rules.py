"""Who may see and do what with areas, one permission a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import rules

from egov.desk.predicates import is_administrator, is_staff
from egov.portal.joining import offices
from egov.portal.offices import Reach
from egov.verbs.permission import permit, predicate

if TYPE_CHECKING:
    from egov.accounts.models import User
    from egov.areas.models import Area

WITH_OFFICE = (Reach.KELURAHAN, Reach.KECAMATAN)


def served_areas(actor: User) -> Iterator[int]:
    """Whose office of government this person sits in today, as ids of areas."""
    known = offices()
    for own in actor.appointments_now if actor.is_authenticated else ():
        office = known.get(own.role)
        if own.reach in WITH_OFFICE and own.area_id and office is not None and office.government:
            yield own.area_id


@predicate
def keeps_office(actor: User, area: Area | None) -> bool:
    """The area's own staff; asked without an area, whoever sits in such an office."""
    served = list(served_areas(actor))
    if area is None:
        return bool(served)
    return any(area.pk in actor.area_reach[own] for own in served)


rules.add_perm("areas", is_staff)
rules.add_perm("areas.view_area", is_staff)
rules.add_perm("areas.change_area", is_administrator)
rules.add_perm("areas.add_area", is_administrator)
rules.add_perm("areas.view_areaalias", is_staff)
rules.add_perm("areas.add_areaalias", is_administrator)
rules.add_perm("areas.change_areaalias", is_administrator)
rules.add_perm("areas.delete_areaalias", is_administrator)
permit(
    "areas.write_office",
    keeps_office | is_administrator,
    code="not_your_area",
    sentence="Alamat dan jam kantor ditulis oleh kantor itu sendiri, atau oleh administrator.",
)
