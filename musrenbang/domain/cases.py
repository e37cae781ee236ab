"""What a procedure does where something goes another way, each with a proposal that it befell."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Q, Value

from egov.verbs.memory import remembered
from musrenbang.models import Decision, DecisionSheet
from musrenbang.vocabulary import PLANNER, Outcome, Tier, tier_word

KEPT = 300  # seconds for which the examples are remembered


@dataclass(frozen=True)
class Case:
    """What befalls a proposal, what is done then, and the number of one; empty without any."""

    word: str
    sentence: str
    number: str


def cases() -> list[Case]:
    """In the order in which they may befall a proposal."""
    numbers = remembered("procedure-cases", KEPT, _numbers)
    rw, village = tier_word(Tier.RW), tier_word(Tier.KELURAHAN).lower()
    told = {
        "vacant": (
            f"Ketua {rw} kosong atau tidak memutuskan",
            f"Petugas {village} mencatat rembuk {rw} dari berita acara yang ditandatangani.",
        ),
        "lapsed": (
            "Pengusul tidak melengkapi usulannya",
            "Usulan berakhir pada batas waktunya, dan dapat dibawa ke tahun berikutnya.",
        ),
        "reopened": (
            "Tahap dibuka kembali",
            "Perencana membukanya dengan alasan; yang terhenti karena akhir tahap menunggu lagi.",
        ),
        "merged": (
            "Dua usulan meminta hal yang sama",
            "Yang satu ikut yang lain: nasibnya sama, dan tiap pendukung dihitung satu kali.",
        ),
        "promoted": (
            "Ada tempat bagi cadangan",
            "Yang pertama dalam urutan cadangan naik, selama tahap berikutnya masih berjalan.",
        ),
        "redirected": (
            "Usulan sampai di perangkat daerah yang keliru",
            "Perangkat daerah itu menunjuk yang berwenang, dan perencana mengalihkannya.",
        ),
        "silent": (
            "Perangkat daerah tidak memberi hasil verifikasi",
            "Bila aturan tahapnya begitu, perencana memutuskan tanpa hasil itu dan menyebutnya.",
        ),
    }
    return [Case(*words, numbers.get(key, "")) for key, words in told.items()]


def _numbers() -> dict[str, str]:
    """By case, the number of the proposal that it befell last; one query for all."""
    shown = Decision.objects.filter(proposal__withheld=False).order_by("-id")
    first, *rest = [
        shown.filter(which)
        .annotate(case=Value(case, CharField()))
        .values_list("case", "proposal__number")[:1]
        for case, which in _WHICH.items()
    ]
    return dict(first.union(*rest, all=True).order_by())


_WHICH = {
    "vacant": Q(pk__in=DecisionSheet.objects.values("decision")),
    "lapsed": Q(outcome=Outcome.LAPSED),
    "reopened": Q(outcome=Outcome.REOPENED, role=PLANNER),
    "merged": Q(outcome=Outcome.MERGE, corrected_by=None),
    "promoted": Q(outcome=Outcome.PROMOTE),
    "redirected": Q(outcome=Outcome.REDIRECT),
    "silent": Q(reason_code="no_opinion"),
}
