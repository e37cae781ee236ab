"""The words of e-Musrenbang: tiers, outcomes, states, reasons. Plain tables, below the models."""

from __future__ import annotations

from django.conf import settings
from django.db import models

# codes of the offices that e-Musrenbang declares (portal.py)
PLANNER = "planner"
EDITOR = "editor"
PARTNER = "mitra"  # of the planning agency, for some OPD
BUDGET_TEAM = "tapd"
COMMUNITY = "lpmk"
# the channel of a year that is only recorded, and its procedure
EARLIER_YEARS = "catatan"


class Tier(models.TextChoices):
    RT = "rt", "RT"  # hands its list to the RW, whose head records it
    RW = "rw", "RW"
    KELURAHAN = "kelurahan", "Desa/kelurahan"
    KECAMATAN = "kecamatan", "Kecamatan"
    OPD = "opd", "Perangkat daerah"  # an opinion, no station
    KOTA = "kota", "Kota/kabupaten"


class PlaceLevel(models.TextChoices):
    """For how large a place a channel takes proposals."""

    RW = "rw", "satu RW"
    KELURAHAN = "kelurahan", "satu desa/kelurahan"
    KECAMATAN = "kecamatan", "satu kecamatan"
    KOTA = "kota", "seluruh kota/kabupaten"


class Proposer(models.TextChoices):
    """Who may propose in a channel."""

    RESIDENT = "resident", "Warga"
    RW = "rw", "RW, lewat ketuanya"
    GROUP = "group", "Kelompok yang terdaftar"


class GroupKind(models.TextChoices):
    """Whom a registered group speaks for."""

    WOMEN = "perempuan", "Perempuan"
    YOUTH = "pemuda", "Pemuda"
    CHILDREN = "anak", "Anak"
    DISABLED = "difabel", "Penyandang disabilitas"
    ELDERLY = "lansia", "Lanjut usia"
    OTHER = "lain", "Kelompok lain"


class Paper(models.TextChoices):
    """What a proposer attaches; read by them and the offices only."""

    LETTER = "surat", "Surat pengantar"
    COST_PLAN = "rab", "Rencana anggaran biaya (RAB)"
    LAND = "tanah", "Surat tanah"
    OTHER = "lain", "Lampiran lain"


class Act(models.TextChoices):
    """What is done at a stage. All but the verification are stations on the way."""

    ASSEMBLY = "rembuk", "Rembuk"
    DELIBERATION = "musyawarah", "Musyawarah"
    VERIFICATION = "verifikasi", "Verifikasi"  # an opinion, no station
    FORUM = "forum", "Forum perangkat daerah"
    ALIGNMENT = "penyelarasan", "Penyelarasan"
    DETERMINATION = "penetapan", "Penetapan"


class Decider(models.TextChoices):
    OFFICE = "office", "Pejabat"
    FORUM = "forum", "Forum, dicatat oleh pejabat"


class AfterDecline(models.TextChoices):
    """What "tidak disepakati" means."""

    STOP = "stop", "Berhenti di tahap ini"
    UP = "up", "Naik dengan catatan"


class Silence(models.TextChoices):
    """What becomes of a proposal on which nothing was decided when its stage ends."""

    UP = "up", "Naik dengan catatan"
    HOLD = "hold", "Tetap menunggu"
    END = "end", "Tidak dibahas"


class Need(models.TextChoices):
    """What must have come before a proposal leaves a stage."""

    RESIDENCE = "residence", "Domisili pengusul dipastikan"
    OPINION = "opinion", "Hasil verifikasi perangkat daerah"


class Outcome(models.TextChoices):
    ENDORSE = "endorse", "Disepakati"
    DECLINE = "decline", "Tidak disepakati"
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
    UNDECIDED = "undecided", "Belum diputuskan tahun ini"
    COMPLETED = "completed", "Dilengkapi pengusul"
    REOPENED = "reopened", "Dibuka kembali"
    PASSED = "passed", "Naik tanpa keputusan"
    LAPSED = "lapsed", "Tidak dilengkapi pengusul"
    REDIRECT = "redirect", "Dialihkan"
    PROMOTE = "promote", "Naik dari cadangan"
    WITHDRAW = "withdraw", "Ditarik pengusul"
    CARRY = "carry", "Dibawa ke tahun ini"


class State(models.TextChoices):
    """Where a proposal stands; derived from its decisions, never typed."""

    WAITING = "waiting", "Menunggu keputusan"
    RETURNED = "returned", "Menunggu dilengkapi pengusul"
    RESERVE = "reserve", "Cadangan"
    REJECTED = "rejected", "Ditolak"
    MERGED = "merged", "Digabung"
    ACCEPTED = "accepted", "Diterima"
    NOT_DISCUSSED = "not_discussed", "Tidak dibahas"
    UNDECIDED = "undecided", "Belum diputuskan tahun ini"
    LAPSED = "lapsed", "Tidak dilengkapi pengusul"
    REDIRECTED = "redirected", "Dialihkan ke luar musrenbang"
    WITHDRAWN = "withdrawn", "Ditarik pengusul"


SHORT = {
    State.RETURNED: "Perlu dilengkapi",
    State.UNDECIDED: "Belum diputuskan",
    State.LAPSED: "Tidak dilengkapi",
    State.REDIRECTED: "Dialihkan",
    State.WITHDRAWN: "Ditarik",
}
# the last word was spoken: what came of the wish is known
DECIDED = frozenset(
    {State.ACCEPTED, State.REJECTED, State.NOT_DISCUSSED, State.LAPSED, State.REDIRECTED}
)
ENDED = frozenset(
    {
        State.REJECTED,
        State.MERGED,
        State.NOT_DISCUSSED,
        State.UNDECIDED,
        State.LAPSED,
        State.REDIRECTED,
        State.WITHDRAWN,
    }
)
# where it is over, and the same wish may be carried into a later year
CARRIED_FROM = frozenset(
    {
        State.REJECTED,
        State.NOT_DISCUSSED,
        State.UNDECIDED,
        State.LAPSED,
        State.WITHDRAWN,
        State.RESERVE,
    }
)
# what becomes of those who still wait when a stage ends
AT_THE_END = {
    Silence.UP: "naik ke tahap berikutnya tanpa keputusan",
    Silence.HOLD: "tetap menunggu dan masih dapat diputuskan",
    Silence.END: "menjadi tidak dibahas",
}
AT_THE_YEARS_END = "tercatat belum diputuskan tahun ini dan dapat dibawa ke tahun berikutnya"


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


def tier_word(tier: str) -> str:
    """The station's word in this region: "Kelurahan", "Distrik", "Kabupaten"."""
    return str(settings.REGION_PROFILE.tiers[tier])


def rw_word() -> str:
    """What lies below a village here: "RW", "Dusun", "Banjar"."""
    return tier_word(Tier.RW)


class Outside(models.TextChoices):
    """Who answers for a wish that the city's musrenbang cannot grant."""

    PROVINCE = "province", "Pemerintah provinsi"
    RIVER = "river", "Balai wilayah sungai"
    PLN = "pln", "PLN"
    PDAM = "pdam", "PDAM"
    VILLAGE = "village", "Pemerintah desa"
    COMPLAINT = "complaint", "Pengaduan, bukan usulan"


# where its proposer goes on
GO_TO = {
    Outside.PROVINCE: "Ajukan kepada pemerintah provinsi, atau tanyakan jalannya di kelurahan.",
    Outside.RIVER: "Sampaikan kepada balai wilayah sungai yang mengelola sungai itu.",
    Outside.PLN: "Sampaikan kepada PLN sebagai pengelola jaringan listrik.",
    Outside.PDAM: "Sampaikan kepada PDAM sebagai pengelola air minum.",
    Outside.VILLAGE: "Ajukan dalam musyawarah desa melalui perangkat desa.",
    Outside.COMPLAINT: "Ini keluhan yang ditangani sekarang, tanpa menunggu musrenbang.",
}


class PointCheck(models.TextChoices):
    INSIDE = "inside", "di dalam wilayah"
    OUTSIDE = "outside", "di luar wilayah"
    NOT_MADE = "not_made", "belum diperiksa: batas wilayah tidak dimuat"
    NO_POINT = "no_point", "tanpa titik"


class AnswerKind(models.TextChoices):
    """How a condition of the kamus is answered."""

    NUMBER = "number", "Angka dengan satuan"
    YES_NO = "yes_no", "Ya atau tidak"
    CHOICE = "choice", "Pilihan"


class Nature(models.TextChoices):
    PHYSICAL = "fisik", "Fisik"
    EMPOWERMENT = "pemberdayaan", "Pemberdayaan"


class KamusNeed(models.TextChoices):
    """What a citizen needs, whoever builds it; the kamus stands in these groups."""

    ROADS = "jalan", "Jalan"
    WATER = "air", "Air"
    LIGHT = "terang", "Terang dan aman"
    GREEN = "bersih", "Bersih dan hijau"
    PEOPLE = "warga", "Warga dan pelatihan"


class Fault(models.TextChoices):
    """Why a text is not shown to the public.

    The same words for who reports and for who withholds.
    """

    PERSONAL = "personal", "Memuat data pribadi seseorang"
    INSULT = "insult", "Menghina atau menuduh seseorang"
    HATE = "hate", "Menyerang suku, agama, ras, atau golongan"
    INDECENT = "indecent", "Tidak senonoh atau mengandung kekerasan"
    ADVERT = "advert", "Iklan, penipuan, atau bukan usulan"
    OTHER = "other", "Sebab lain"
