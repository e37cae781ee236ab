"""What a person's offices reach, in one place.

The same `Scope` filters lists and answers for one object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from egov.accounts.roles import Reach, office_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """Ids by reach. `everything` is the whole region.

    Of the kelurahan in `split` only the RW in `rws` belong to it, where an object names one.
    """

    everything: bool = False
    ids: dict[str, frozenset[int]] = field(default_factory=dict)
    split: frozenset[int] = frozenset()
    rws: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user: User | AnonymousUser | None, *, roles: frozenset[str] | None = None) -> Scope:
        """The scope of a user's current offices, or only of those among `roles`.

        A stranger's is empty.
        """
        if user is None or not user.is_authenticated or not user.is_active:
            return cls()
        appointments = [a for a in user.appointments_now if _counts(a.role, roles)]
        whole = any(
            a.reach == Reach.REGION and (roles is not None or office_of(a.role).reads_all)
            for a in appointments
        )
        if whole or (user.is_superuser and roles is None):
            return cls(everything=True)
        ids: dict[str, set[int]] = {}
        villages = []
        for appointment in appointments:
            reach = appointment.reach
            target = appointment.agency_id if reach == Reach.AGENCY else appointment.area_id
            if target is not None:
                agency = reach == Reach.AGENCY
                mine = user.agency_reach[target] if agency else user.area_reach[target]
                ids.setdefault(reach, set()).update(mine)
                if reach == Reach.KELURAHAN:
                    villages.append(user.places[target])
        undivided = frozenset[int]().union(*(each.areas - each.split for each in villages))
        return cls(
            ids={reach: frozenset(mine) for reach, mine in ids.items()},
            split=frozenset[int]().union(*(each.split for each in villages)) - undivided,
            rws=frozenset[int]().union(*(each.rws for each in villages)),
        )

    @property
    def empty(self) -> bool:
        return not self.everything and not self.ids

    def q(self, **paths: str) -> Q:
        """A filter.

        `paths` maps each reach (rw, kelurahan, kecamatan, agency) to the model's lookup
        of that area's row.
        """
        if self.everything:
            return Q()
        condition = NOTHING
        for reach, ids in self.ids.items():
            if reach in paths:
                condition = condition | self._of(reach, ids, paths)
        return condition

    def _of(self, reach: str, ids: frozenset[int], paths: dict[str, str]) -> Q:
        split = self.split if reach == Reach.KELURAHAN and "rw" in paths else frozenset()
        condition = Q(**{f"{paths[reach]}__in": ids - split})
        if split:
            own = Q(**{f"{paths['rw']}__in": self.rws}) | Q(**{paths["rw"]: None})
            condition |= Q(**{f"{paths[reach]}__in": split}) & own
        return condition

    def reaches(self, **ids: int | None) -> bool:
        """Whether an object with these ids by reach lies in the scope.

        The twin of `q` for one object.
        """
        if self.everything:
            return True
        reached = {reach for reach, own in self.ids.items() if ids.get(reach) in own}
        if ids.get("kelurahan") in self.split and ids.get("rw") not in self.rws | {None}:
            reached.discard("kelurahan")
        return bool(reached)


def _counts(role: str, asked: frozenset[str] | None) -> bool:
    return not office_of(role).only_by_name if asked is None else role in asked
