"""What the desk's list of proposals can be narrowed by, and in which order it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_filters import rest_framework as filters

from egov.accounts.models import User
from egov.accounts.scope import Scope
from egov.areas.models import Area, Level
from egov.web.fields import RupiahField
from egov.web.filters import CodeFilter, Options, OrderFilter
from egov.web.requests import actor_of
from musrenbang.filters import EVERYTHING, PlaceFilter, ProposalFilter, list_options
from musrenbang.models import Preparation, Stage
from musrenbang.procedure import DECIDING, PREPARING
from musrenbang.vocabulary import State, rw_word

ORDERS = [
    ("", "Urutan biasa"),
    ("biaya", "Biaya terbesar"),
    ("biaya-kecil", "Biaya terkecil"),
    ("urutan", f"Urutan {rw_word()}"),
    ("dukungan", "Paling didukung"),
    ("terbaru", "Terbaru dikirim"),
    ("terlama", "Terlama dikirim"),
]
ADVICE = [("ada", "Ada saran"), ("belum", "Belum ada saran")]
AGREED = [("tidak", f"Tidak disepakati {rw_word()}"), ("ya", f"Tanpa catatan {rw_word()}")]
TIMES = [("lewat", "Lewat tenggat")]
OF_ALL = ("tahun", "tingkat", "keadaan")  # what waits is of one year, at one's own tier


class RupiahFilter(filters.Filter):  # type: ignore[misc]
    field_class = RupiahField


class AdviceFilter(filters.ChoiceFilter):  # type: ignore[misc]
    """Whether something was prepared for this person's office, or by it."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        return with_advice_or_not(qs, actor_of(self.parent.request), value == "ada")


class AgreedFilter(filters.ChoiceFilter):  # type: ignore[misc]
    def filter(self, qs: Any, value: str) -> Any:
        return qs.filter(rw_declined=value == "tidak") if value else qs


class TimeFilter(filters.ChoiceFilter):  # type: ignore[misc]
    """Sent back and not completed in time, or at a stage that ended without a decision."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        now = timezone.now()
        unanswered = Q(state=State.RETURNED, return_until__lt=timezone.localdate(now))
        return qs.filter(unanswered | Q(state=State.WAITING, stage__window__endswith__lte=now))


class QueueFilter(ProposalFilter):
    wilayah = PlaceFilter(max_length=24)
    rw = CodeFilter(field_name="rw__code", max_length=24)
    opd = CodeFilter(field_name="agency__code")
    dari = RupiahFilter(field_name="cost", lookup_expr="gte", max_length=24)
    sampai = RupiahFilter(field_name="cost", lookup_expr="lte", max_length=24)
    saran = AdviceFilter(choices=ADVICE)
    rembuk = AgreedFilter(choices=AGREED)
    waktu = TimeFilter(choices=TIMES)
    urut = OrderFilter(choices=ORDERS[1:])

    labels: ClassVar[Mapping[str, str]] = {
        "wilayah": "Wilayah",
        "rw": rw_word(),
        "jenis": "Jenis",
        "opd": "Perangkat daerah",
        "dari": "Biaya dari (Rp)",
        "sampai": "Biaya sampai (Rp)",
        "saran": "Saran operator",
        "rembuk": f"Rembuk {rw_word()}",
        "waktu": "Tenggat",
        "tahun": "Tahun",
        "tingkat": "Berada di",
        "keadaan": "Keadaan",
        "urut": "Urutkan",
    }
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "biaya": ("-cost", "-id"),
        "biaya-kecil": ("cost", "id"),
        "urutan": ("rw_rank", "id"),  # PostgreSQL puts what has none last
        "dukungan": ("-support_count", "-id"),
        "terbaru": ("-id",),
        "terlama": ("id",),
    }

    def options(self) -> Mapping[str, Options]:
        kept = list_options()
        offered: dict[str, Options] = {
            "jenis": kept["jenis"],
            "opd": kept["opd"],
            "saran": ADVICE,
            "rembuk": AGREED,
            "waktu": TIMES,
            "tahun": kept["tahun"],
            "tingkat": kept["tingkat"],
            "keadaan": State.choices,
            **self._places(kept),
        }
        return {name: [EVERYTHING, *options] for name, options in offered.items()} | {
            "urut": ORDERS
        }

    @property
    def user(self) -> User:
        return actor_of(self.request)

    def _places(self, kept: Mapping[str, Options]) -> dict[str, list[tuple[Any, str]]]:
        """What lies in this person's area: villages of a kecamatan, RW of a village."""
        scope = Scope.of(self.user)
        current = Area.objects.current().order_by("code")
        chosen = Q(parent__code=self.data.get("wilayah") or None, parent__level=Level.VILLAGE)
        own = scope.ids.get("kelurahan", frozenset()) if not scope.everything else ()
        rws = current.filter(chosen | Q(parent__in=own), level=Level.RW).select_related("parent")
        villages = Q(parent__in=scope.ids.get("kecamatan", ()))
        places = (
            kept["wilayah"]
            if scope.everything or "agency" in scope.ids
            else [(area.code, area.label) for area in current.filter(villages, level=Level.VILLAGE)]
        )
        return {"wilayah": [*places], "rw": [(rw.code, rw.place) for rw in rws]}

    def shown(self, *, of_all: bool) -> list[Any]:
        """The fields of the form: those in which something can be chosen, or was."""
        bound = [self.form[name] for name in self.labels if of_all or name not in OF_ALL]
        return [field for field in bound if self._offers(field)]

    def _offers(self, field: Any) -> bool:
        choices = getattr(field.field.widget, "choices", None)
        return choices is None or len(choices) > 1 or bool(field.data)


def with_advice_or_not(rows: Any, user: User, advised: bool) -> Any:
    """Those for which something was prepared at the stages of this person, or those without."""
    prepared = Preparation.objects.filter(proposal=OuterRef("pk"))
    own = prepared.filter(stage__in=Stage.objects.of_offices(user.roles()))
    exists = Exists(own if user.holds(*DECIDING, *PREPARING) else prepared)
    return rows.filter(exists if advised else ~exists)
