"""Who may do what at which tier: one table, read by verbs, pages, admin, API and tests alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models

from egov.accounts.roles import Role


class Tier(models.TextChoices):
    RW = "rw", "RW"
    KELURAHAN = "kelurahan", "Desa/kelurahan"
    KECAMATAN = "kecamatan", "Kecamatan"
    OPD = "opd", "Perangkat daerah"  # an opinion, no station
    KOTA = "kota", "Kota/kabupaten"


class Outcome(models.TextChoices):
    ENDORSE = "endorse", "Disepakati RW"
    DECLINE = "decline", "Tidak disepakati RW"
    FORWARD = "forward", "Diteruskan"
    RETURN = "return", "Dikembalikan untuk dilengkapi"
    REJECT = "reject", "Ditolak"
    MERGE = "merge", "Digabung"
    RESERVE = "reserve", "Cadangan"
    FEASIBLE = "feasible", "Layak"
    FEASIBLE_CHANGED = "feasible_changed", "Layak dengan perubahan"
    NOT_FEASIBLE = "not_feasible", "Tidak layak"
    ACCEPT = "accept", "Diterima"
    NOT_DISCUSSED = "not_discussed", "Tidak dibahas"
    COMPLETED = "completed", "Dilengkapi pengusul"
    REOPENED = "reopened", "Dibuka kembali"


class State(models.TextChoices):
    """Where a proposal stands; derived from its decisions, never typed."""

    WAITING = "waiting", "Menunggu keputusan"
    RETURNED = "returned", "Menunggu dilengkapi pengusul"
    RESERVE = "reserve", "Cadangan"
    REJECTED = "rejected", "Ditolak"
    MERGED = "merged", "Digabung"
    ACCEPTED = "accepted", "Diterima"
    NOT_DISCUSSED = "not_discussed", "Tidak dibahas"


# what a button that gives the outcome says
BUTTONS = {
    Outcome.ENDORSE: "Sepakati dan beri urutan",
    Outcome.DECLINE: "Tidak sepakati",
    Outcome.FORWARD: "Teruskan",
    Outcome.RETURN: "Kembalikan",
    Outcome.REJECT: "Tolak",
    Outcome.MERGE: "Gabungkan",
    Outcome.RESERVE: "Jadikan cadangan",
    Outcome.FEASIBLE: "Layak",
    Outcome.FEASIBLE_CHANGED: "Layak dengan perubahan",
    Outcome.NOT_FEASIBLE: "Tidak layak",
    Outcome.ACCEPT: "Terima",
}
MOVES_ON = frozenset({Outcome.ENDORSE, Outcome.DECLINE, Outcome.FORWARD})
OPINIONS = frozenset({Outcome.FEASIBLE, Outcome.FEASIBLE_CHANGED, Outcome.NOT_FEASIBLE})
NEEDS_SENTENCE = frozenset(
    {
        Outcome.DECLINE,
        Outcome.RETURN,
        Outcome.REJECT,
        Outcome.MERGE,
        Outcome.RESERVE,
        Outcome.NOT_FEASIBLE,
        Outcome.FEASIBLE_CHANGED,
        Outcome.REOPENED,
    }
)
STATE_AFTER = {
    Outcome.RETURN: State.RETURNED,
    Outcome.REJECT: State.REJECTED,
    Outcome.MERGE: State.MERGED,
    Outcome.RESERVE: State.RESERVE,
    Outcome.ACCEPT: State.ACCEPTED,
    Outcome.NOT_DISCUSSED: State.NOT_DISCUSSED,
    Outcome.COMPLETED: State.WAITING,
}


@dataclass(frozen=True)
class TierRule:
    """One row. `reach` names which id of the proposal the office must hold.

    rw, kelurahan, kecamatan, agency or region.
    """

    reach: str
    prepares: tuple[str, ...]
    decides: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    after_opinion: bool = False


_AGREE = (Outcome.ENDORSE, Outcome.RETURN, Outcome.DECLINE)
_DELIBERATE = (Outcome.FORWARD, Outcome.RETURN, Outcome.REJECT, Outcome.MERGE, Outcome.RESERVE)
_JUDGE = (Outcome.FEASIBLE, Outcome.FEASIBLE_CHANGED, Outcome.NOT_FEASIBLE)
_SETTLE = (Outcome.ACCEPT, Outcome.RESERVE, Outcome.REJECT, Outcome.RETURN)
TABLE: dict[str, TierRule] = {
    Tier.RW: TierRule("rw", (), (Role.KETUA_RW,), _AGREE),
    Tier.KELURAHAN: TierRule("kelurahan", (Role.OPERATOR_KELURAHAN,), (Role.LURAH,), _DELIBERATE),
    Tier.KECAMATAN: TierRule("kecamatan", (Role.OPERATOR_KECAMATAN,), (Role.CAMAT,), _DELIBERATE),
    Tier.OPD: TierRule("agency", (Role.VERIFIER,), (Role.VERIFIER,), _JUDGE),
    Tier.KOTA: TierRule("region", (Role.PLANNER,), (Role.PLANNER,), _SETTLE, after_opinion=True),
}

# code -> sentence a person understands; the decider adds the particulars in words of their own
REASONS: dict[str, str] = {
    "needed": "Dibutuhkan warga dan sesuai kamus usulan",
    "changed": "Disetujui dengan perubahan volume atau biaya",
    "incomplete": "Keterangan, foto atau ukuran belum lengkap",
    "wrong_place": "Lokasi tidak sesuai, atau bukan di wilayah ini",
    "duplicate": "Sudah ada usulan yang sama",
    "already_built": "Sudah dikerjakan atau sudah masuk anggaran berjalan",
    "not_allowed": "Tidak sesuai ketentuan kamus usulan",
    "land_status": "Status tanah belum jelas atau bukan milik pemerintah",
    "technical": "Tidak memungkinkan secara teknis",
    "budget": "Anggaran tidak mencukupi; urutan di bawah usulan lain",
    "other_agency": "Menjadi kewenangan instansi lain",
    "not_agreed": "Tidak disepakati dalam rembuk warga",
    "window_over": "Tidak sempat dibahas sampai tahap ini berakhir",
    "other": "Alasan lain, dijelaskan dalam kalimat",
}


def tier_word(tier: str) -> str:
    """The station's word in this region: "Kelurahan", "Distrik", "Kabupaten"."""
    return str(settings.REGION_PROFILE.tiers[tier])
