"""The words of the registry: kinds of parts, of events, of bindings and of findings."""

from __future__ import annotations

from django.db import models

LEGAL_OFFICER = "legal_officer"  # code of the office that the registry declares (portal.py)


class Jurisdiction(models.TextChoices):
    NATIONAL = "national", "nasional"
    PROVINCE = "province", "provinsi"
    REGION = "region", "daerah"


class Force(models.TextChoices):
    """Whether a regulation is in force on a day.

    Computed from dated events, never typed (DOMAIN.md 4).
    """

    NOT_YET = "belum-berlaku", "Belum berlaku"
    IN_FORCE = "berlaku", "Berlaku"
    PARTLY = "berlaku-sebagian", "Berlaku sebagian"
    ENDED = "tidak-berlaku", "Tidak berlaku"
    UNKNOWN = "belum-diketahui", "Belum diketahui"


# what a feed may say against dates that tell "in force", wholly or partly
CONTRADICTS = (Force.NOT_YET, Force.ENDED)


class PartKind(models.TextChoices):
    CONSIDERING = "menimbang", "Menimbang"
    CITING = "mengingat", "Mengingat"
    ENACTING = "menetapkan", "Menetapkan"
    BOOK = "buku", "Buku"
    CHAPTER = "bab", "BAB"
    PART = "bagian", "Bagian"
    PARAGRAPH = "paragraf", "Paragraf"
    ARTICLE = "pasal", "Pasal"
    ANNEX = "lampiran", "Lampiran"
    GENERAL_EXPLANATION = "penjelasan-umum", "Penjelasan umum"


# from the outside in
HEADINGS = (PartKind.BOOK, PartKind.CHAPTER, PartKind.PART, PartKind.PARAGRAPH)


class EventKind(models.TextChoices):
    """What one regulation, or a court, does to another; always in this direction."""

    COMMENCES = "commences", "menetapkan mulai berlakunya"
    AMENDS = "amends", "mengubah"
    REPEALS = "repeals", "mencabut"
    REPEALS_PART = "repeals_part", "mencabut sebagian"
    WITHDRAWS = "withdraws", "menarik kembali"
    ESTABLISHES = "establishes", "menetapkan"
    IMPLEMENTS = "implements", "melaksanakan"
    ANNULS = "annuls", "membatalkan (putusan pengadilan)"


ENDING = (EventKind.REPEALS, EventKind.WITHDRAWS, EventKind.ANNULS)
# the source stands below the target, and on it
CARRIES_OUT = (EventKind.IMPLEMENTS, EventKind.ESTABLISHES)


PASSIVE = {
    EventKind.COMMENCES: "mulai berlaku menurut",
    EventKind.AMENDS: "diubah dengan",
    EventKind.REPEALS: "dicabut dengan",
    EventKind.REPEALS_PART: "dicabut sebagian dengan",
    EventKind.WITHDRAWS: "ditarik kembali dengan",
    EventKind.ESTABLISHES: "ditetapkan dengan",
    EventKind.IMPLEMENTS: "dilaksanakan dengan",
    EventKind.ANNULS: "dibatalkan Mahkamah Agung",
}


class AmendmentKind(models.TextChoices):
    """What an amendment does to one pasal."""

    CHANGES = "ubah", "diubah"
    INSERTS = "sisip", "disisipkan"
    DELETES = "hapus", "dihapus"


UNDOING = (EventKind.WITHDRAWS, EventKind.ANNULS)


class ClauseKind(models.TextChoices):
    DELEGATION = "delegation", "Mendelegasikan pengaturan"
    DUTY = "duty", "Mewajibkan"
    BAN = "ban", "Melarang"
    SANCTION = "sanction", "Mengenakan sanksi"
    PENAL = "penal", "Memuat pidana"


class TextStatus(models.TextChoices):
    WAITING = "menunggu", "Menunggu dibaca"
    TEXT = "ada-teks", "Ada teks"
    OCR = "perlu-ocr", "Perlu OCR"
    FAILED = "gagal", "Tidak terbaca"


class ServiceElement(models.TextChoices):
    """The two elements of e-government (the founding document of 8 August 2018)."""

    DEVELOPMENT = "pembangunan", "Proses pengelolaan pembangunan daerah"
    SERVICE = "layanan", "Proses layanan masyarakat"


class LifecycleState(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    PILOT = "pilot", "Uji coba"
    LIVE = "live", "Berjalan"
    SUSPENDED = "suspended", "Dihentikan sementara"
    RETIRED = "retired", "Tidak dipakai lagi"


class BindingRole(models.TextChoices):
    UMBRELLA = "umbrella", "Payung"
    OBLIGATION = "obligation", "Kewajiban warga"
    AUTHORITY = "authority", "Kewenangan"
    SUPPORTING = "supporting", "Pendukung"


class BasisState(models.TextChoices):
    """What is known of an application's legal basis. Computed from its rows, never typed."""

    COMPLETE = "lengkap", "lengkap"
    PARTIAL = "sebagian", "sebagian"
    UNSEARCHED = "belum-diteliti", "belum diteliti"
    NONE = "tanpa-dasar", "tanpa dasar"
    RETIRED = "tidak-dipakai", "tidak dipakai lagi"


class FindingKind(models.TextChoices):
    """What the daily look at an application's legal basis can find."""

    NO_BASIS = "no_basis", "Berjalan tanpa dasar"
    UMBRELLA_ENDED = "umbrella_ended", "Payung tidak berlaku lagi"
    UMBRELLA_NOT_YET = "umbrella_not_yet", "Payung belum berlaku"
    UMBRELLA_UNKNOWN = "umbrella_unknown", "Berlakunya payung belum diketahui"
    NO_PERDA = "no_perda", "Kewajiban warga tanpa Perda yang berlaku"
    PARENT_ENDED = "parent_ended", "Peraturan induknya tidak berlaku lagi"
    AMENDED = "amended", "Pasal yang diikat sudah diubah"
