"""Proposals asked for in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models.functions import Greatest

from egov.accounts.scope import Scope
from egov.areas.models import Area, Level
from musrenbang.vocabulary import EDITOR

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User
    from musrenbang.models.proposal import Proposal


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, _user: User | AnonymousUser | None) -> Self:
        """What a person may read on the public pages: every proposal that was sent.

        Drafts are another model.
        """
        return self

    def listed(self) -> Self:
        """What stands in lists, searches and feeds; a withheld proposal keeps only its own page."""
        return self.filter(withheld=False)

    def administered_by(self, user: User | AnonymousUser) -> Self:
        """What a member of staff works with: the proposals of their areas or agency.

        An editor may look at all.
        """
        if Scope.of(user, roles=frozenset({EDITOR})).everything:
            return self
        scope = Scope.of(user)
        return self.filter(
            scope.q(rw="rw", kelurahan="kelurahan", kecamatan="kecamatan", agency="agency")
        )

    def in_area(self, area: Area) -> Self:
        columns = {Level.RW: "rw", Level.VILLAGE: "kelurahan", Level.DISTRICT: "kecamatan"}
        column = columns.get(Level(area.level))
        return self.filter(**{column: area}) if column else self

    def locked(self, pk: int, *others: int) -> Proposal:
        """The row under a lock, with what the verbs read beside it.

        Other rows are locked with it, in one order for all. Two statements: a locking query that
        joins would drop the row when the join's key changed while it waited.
        """
        self._lock({pk, *others})
        return self._for_verbs().get(pk=pk)

    def locked_many(self, keys: Iterable[int]) -> dict[int, Proposal]:
        """As `locked`, of all that are there, by key."""
        wanted = set(keys)
        self._lock(wanted)
        return self._for_verbs().in_bulk(wanted)

    def _lock(self, keys: set[int]) -> None:
        rows = self.select_for_update(no_key=True).filter(pk__in=keys)
        list(rows.order_by("pk").values_list("pk"))

    def _for_verbs(self) -> Self:
        return self.select_related(
            "channel__cycle",
            "rw__parent",
            "kelurahan",
            "kecamatan",
            "variant",
            "agency",
            "stage__channel__cycle",
        )

    def with_last_change(self) -> Self:
        """With `last_change`: when it was sent, changed by its proposer, or decided last."""
        decided = self._last("Decision", "sequence").values("decided_at")
        changed = self._last("ProposalVersion", "number").values("replaced_at")
        newest = Greatest("submitted_at", models.Subquery(decided), models.Subquery(changed))
        return self.annotate(last_change=newest)  # PostgreSQL's GREATEST leaves NULL out

    @staticmethod
    def _last(model: str, order: str) -> Any:
        """The newest row of a proposal in another table."""
        rows: Any = apps.get_model("musrenbang", model)._default_manager
        return rows.filter(proposal=models.OuterRef("pk")).order_by(f"-{order}")[:1]

    def for_list(self) -> Self:
        """With what a row of a public list shows.

        Few joins: planning many of them costs more than reading the rows.
        """
        rows = self.select_related("rw", "kelurahan", "kecamatan", "channel__cycle")
        return rows.defer("search", "problem", "wish")

    def for_queue(self) -> Self:
        """With what a row of the desk shows."""
        rows = self.select_related("rw__parent", "kelurahan", "kecamatan", "stage", "agency")
        return rows.defer("search", "problem", "wish")

    def for_page(self) -> Self:
        """With all that a proposal's page, the API and the desk show."""
        return self.select_related(
            "rw__parent",
            "kelurahan",
            "kecamatan",
            "variant__entry",
            "agency",
            "first_agency",
            "stage",
            "channel__cycle",
            "proposer",
            "group",
            "merged_into",
        ).defer("search")
