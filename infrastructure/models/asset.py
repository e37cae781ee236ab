from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from egov.accounts.roles import Role, office_of
from egov.agencies.models import Agency
from egov.areas.models import Area, always
from infrastructure.models.opening import Opening
from infrastructure.vocabulary import (
    AGENCY_OPERATOR,
    CLOSED_KINDS,
    INFRA_OPERATOR,
    STATUS_TONES,
    AssetKind,
    AssetStatus,
    Visibility,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

READS_RESTRICTED = frozenset({INFRA_OPERATOR, Role.AUDITOR})
WORKS_WITH_THEM = frozenset({AGENCY_OPERATOR, Role.VERIFIER})


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """What a person may read, in lists, on maps, in counts, through the API.

        Public: everybody. Government: whoever holds an office of government, of whatever reach.
        Restricted: the region's operator and the auditor. An agency's operator and verifier read
        what their agency owns. Closed kinds are restricted whatever their row says, until their
        class is opened.
        """
        return self.filter(visible_assets(user))

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        """What the desk shows, with its inside: everything, or what one's agency owns."""
        return self.filter(inner_assets(user))

    def at(self, path: str) -> Self:
        """The one of a code as it stands in an address; capitals or not is the same."""
        return self.filter(Q(code__iexact=path) | Q(code__iexact=path.replace("~", "/")))

    def in_use(self) -> Self:
        return self.exclude(status__in=(AssetStatus.PLANNED, AssetStatus.RETIRED))


def visible_assets(user: User | AnonymousUser | None, prefix: str = "") -> Q:
    """The rule of `visible_to` for a table that names its asset by `prefix` ("asset__")."""
    if reads_restricted(user):
        return Q()
    levels = [Visibility.PUBLIC]
    if is_of_government(user):
        levels.append(Visibility.GOVERNMENT)
    opened = Opening.objects.standing().filter(visibility__in=levels).values("kind")
    open_kind = ~Q(**{f"{prefix}kind__in": CLOSED_KINDS}) | Q(**{f"{prefix}kind__in": opened})
    rule = Q(**{f"{prefix}visibility__in": levels}) & open_kind
    agencies = own_agencies(user)
    return rule | Q(**{f"{prefix}owner__in": agencies}) if agencies else rule


def inner_assets(user: User | AnonymousUser | None, prefix: str = "") -> Q:
    """Of what somebody may read, those whose inside he may know: addresses, serial numbers.

    The region's operator and the auditor of everything, an agency's of their own.
    """
    if reads_restricted(user):
        return Q()
    return Q(**{f"{prefix}owner__in": own_agencies(user)})


def reads_restricted(user: User | AnonymousUser | None) -> bool:
    """Whether a person reads the whole inventory."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.holds(*READS_RESTRICTED)


def is_of_government(user: User | AnonymousUser | None) -> bool:
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return any(office_of(a.role).government for a in user.appointments_now)


def own_agencies(user: User | AnonymousUser | None) -> frozenset[int]:
    """The agencies whose things somebody works with: its operator, and who verifies for it.

    Who writes its news or receives its guests needs no map of its cables.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    offices = (a for a in user.appointments_now if a.role in WORKS_WITH_THEM)
    return frozenset(a.agency_id for a in offices if a.agency_id is not None)


@pghistory.track(level=pghistory.Statement)
class Asset(models.Model):
    """One row beneath everything that has a code: who owns it, where it is, who may read of it."""

    kind = models.CharField("jenis", max_length=12, choices=AssetKind)
    code = models.CharField("kode", max_length=40)
    name = models.CharField("nama", max_length=160, blank=True)
    status = models.CharField(
        "keadaan", max_length=12, choices=AssetStatus, default=AssetStatus.PLANNED
    )
    owner = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assets",
        verbose_name="pemilik",
        help_text="kosong: belum diketahui",
    )
    operator = models.CharField(
        "dioperasikan oleh", max_length=120, blank=True, help_text="bila bukan pemiliknya"
    )
    visibility = models.CharField(
        "dapat dibaca", max_length=12, choices=Visibility, default=Visibility.RESTRICTED
    )
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="wilayah",
    )
    latitude = models.FloatField(
        "lintang",
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        "bujur",
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    valid = DateRangeField(
        "ada", default=always, help_text="dari (termasuk) sampai (tidak termasuk)"
    )
    tags = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name="label"
    )
    asset_code = models.CharField("kode BMD", max_length=60, blank=True)
    installed_on = models.DateField("dipasang pada", null=True, blank=True)
    warranty_ends_on = models.DateField("garansi sampai", null=True, blank=True)
    extra = models.JSONField(
        "isian tambahan", default=dict, blank=True, help_text="yang dinyatakan profil daerah"
    )
    verified_at = models.DateTimeField("diperiksa", null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = "aset"
        verbose_name_plural = "aset"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                Upper("code"),
                name="asset_code_once",
                violation_error_message=(
                    "Kode ini sudah dipakai; huruf besar dan kecil dianggap sama."
                ),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="asset_point_is_whole",
                violation_error_message="Isi lintang dan bujur bersama, atau kosongkan keduanya.",
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="asset_lasts"),
        ]
        indexes = [
            models.Index(fields=["code"], name="asset_in_order"),
            models.Index(fields=["kind", "code"], name="asset_kind_code"),
            models.Index(fields=["area", "kind"], name="asset_area_kind"),
            models.Index(fields=["owner", "kind"], name="asset_owner_kind"),
            models.Index(
                F("latitude"),
                F("longitude"),
                condition=Q(latitude__isnull=False),
                name="asset_point",
            ),
            GinIndex(fields=["tags"], name="asset_tags"),
            models.Index(OpClass(Upper("code"), name="text_pattern_ops"), name="asset_code_prefix"),
            GinIndex(OpClass(Upper("code"), name="gin_trgm_ops"), name="asset_code_trgm"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="asset_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("infrastructure:asset", args=[self.path])

    @property
    def path(self) -> str:
        """The code in an address: "/" becomes "~"."""
        return self.code.replace("/", "~")

    @property
    def status_tone(self) -> str:
        """How a tag of its status is coloured; its word says the same."""
        return STATUS_TONES[AssetStatus(self.status)]


class OfAssetQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(visible_assets(user, "asset__"))

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(inner_assets(user, "asset__"))


class OfAsset(models.Model):
    """What stands on an asset's row and shares its key."""

    asset_kind: ClassVar[AssetKind]

    asset = models.OneToOneField(
        Asset, primary_key=True, on_delete=models.PROTECT, related_name="%(class)s"
    )

    objects = OfAssetQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.asset.code
