"""What the database holds of proposals: what must be so, and what is found fast."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from musrenbang.vocabulary import PlaceLevel, Proposer, State

# the money that is decided on is over a fifth more or less than what was proposed
COST_CHANGED = Q(cost__gt=F("proposed_cost") * Decimal("1.2")) | Q(
    cost__lt=F("proposed_cost") * Decimal("0.8")
)


# every area from the place's level up is named, none below it
PLACED = (
    Q(
        place_level=PlaceLevel.RW,
        rw__isnull=False,
        kelurahan__isnull=False,
        kecamatan__isnull=False,
    )
    | Q(
        place_level=PlaceLevel.KELURAHAN,
        rw=None,
        kelurahan__isnull=False,
        kecamatan__isnull=False,
    )
    | Q(place_level=PlaceLevel.KECAMATAN, rw=None, kelurahan=None, kecamatan__isnull=False)
    | Q(place_level=PlaceLevel.KOTA, rw=None, kelurahan=None, kecamatan=None)
)


def _waiting(*fields: str, name: str) -> models.Index:
    """What waits, in the order of a queue; the cost beside it, so that a sum reads nothing else."""
    condition = Q(state=State.WAITING)
    return models.Index(
        fields=[*fields, "rw_rank", "id"], include=["cost"], condition=condition, name=name
    )


def _by_cost(*fields: str, name: str) -> models.Index:
    """What waits, dearest first."""
    condition = Q(state=State.WAITING)
    return models.Index(fields=[*fields, "-cost", "-id"], condition=condition, name=name)


def _rank_once(place: str) -> models.UniqueConstraint:
    """Asked at the end of a statement, so that two can change places."""
    return models.UniqueConstraint(
        fields=["channel", place, f"{place}_rank"],
        name=f"rank_once_per_{place}",
        deferrable=models.Deferrable.IMMEDIATE,
    )


# the queues of musrenbang/domain/queue.py: of the region, of a kecamatan, of an OPD
WAITING = (
    _waiting("stage", "has_opinion", name="proposal_waiting"),
    _waiting("kecamatan", "stage", name="proposal_waiting_kecamatan"),
    _waiting("agency", "stage", "has_opinion", name="proposal_waiting_agency"),
    _by_cost("stage", "has_opinion", name="proposal_waiting_cost"),
    _by_cost("agency", "stage", "has_opinion", name="proposal_waiting_agency_cost"),
    models.Index(
        fields=["stage", "return_until"],
        condition=Q(state=State.RETURNED),
        name="proposal_returned",
    ),
)

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(proposed_volume__gt=0, volume__gt=0), name="volume_is_positive"
    ),
    models.CheckConstraint(condition=PLACED, name="place_is_whole"),
    models.CheckConstraint(
        condition=Q(proposed_as=Proposer.GROUP, group__isnull=False)
        | (~Q(proposed_as=Proposer.GROUP) & Q(group=None)),
        name="group_proposes_as_a_group",
    ),
    models.CheckConstraint(condition=~Q(merged_into=F("id")), name="not_merged_into_itself"),
    models.CheckConstraint(
        condition=Q(state=State.MERGED, merged_into__isnull=False)
        | (~Q(state=State.MERGED) & Q(merged_into=None)),
        name="merged_names_the_other",
    ),
    *(_rank_once(place) for place in ("rw", "kelurahan", "kecamatan")),
    models.UniqueConstraint(
        fields=["channel", "earlier_number"],
        condition=~Q(earlier_number=""),
        name="earlier_number_once",
    ),
    models.CheckConstraint(
        condition=Q(latitude=None, longitude=None)
        | Q(
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(-12, 7),
            longitude__range=(94, 142),
        ),
        name="point_in_indonesia",
    ),
]
INDEXES: list[models.Index] = [
    models.Index(fields=["state", "tier", "kelurahan"], name="proposal_by_kelurahan"),
    *WAITING,
    models.Index(fields=["kelurahan", "-id"], name="proposal_kelurahan"),
    models.Index(fields=["kecamatan", "-id"], name="proposal_kecamatan"),
    models.Index(fields=["rw", "-id"], name="proposal_rw"),
    models.Index(fields=["agency", "-id"], name="proposal_agency"),
    models.Index(fields=["channel", "-id"], name="proposal_channel"),
    models.Index(fields=["-support_count", "-id"], name="proposal_support"),
    models.Index(fields=["-cost", "-id"], name="proposal_cost"),
    models.Index(fields=["proposer", "-id"], name="proposal_proposer"),
    models.Index(fields=["-id"], condition=COST_CHANGED, name="proposal_cost_changed"),
    GinIndex(fields=["search"], name="proposal_search"),
    GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="proposal_title_trgm"),
]
