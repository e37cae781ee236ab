"""Words of the agenda and of the news."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices

EDITOR = "editor"  # an office that another app declares
PLANNER = "planner"
CONTRIBUTOR = "contributor"
HOST = "host"

MOST_OCCURRENCES = 200
LONGEST_SERIES = timedelta(days=731)  # two years
KEPT_IN_FEED = timedelta(days=90)  # what is over or cancelled leaves calendars after so long
LONGEST_EMERGENCY = timedelta(hours=72)


class EventKind(TextChoices):
    """What an event is; its value is its word in addresses."""

    MUSRENBANG = "musrenbang", "Musrenbang"
    MEETING = "rapat", "Rapat dan rembuk"
    OUTREACH = "layanan-keliling", "Layanan keliling"
    CLOSURE = "layanan-tutup", "Layanan tutup"
    TRAINING = "pelatihan", "Pelatihan"
    GATHERING = "kegiatan", "Kegiatan warga"
    VISIT = "kunjungan", "Kunjungan"


# what comes from elsewhere and is not recorded by hand
PULLED_KINDS = (EventKind.MUSRENBANG, EventKind.VISIT)


class Audience(TextChoices):
    """Who an event is for. Only the public ones leave the desk."""

    PUBLIC = "public", "umum"
    INVITED = "invited", "undangan"
    INTERNAL = "internal", "internal"


class Extent(TextChoices):
    """How much of a series a change is for."""

    ONE = "one", "Yang ini saja"
    FOLLOWING = "following", "Yang ini dan seterusnya"
    ALL = "all", "Semua"


class Frequency(TextChoices):
    DAILY = "DAILY", "Setiap hari"
    WEEKLY = "WEEKLY", "Setiap minggu"
    MONTHLY = "MONTHLY", "Setiap bulan"


class Weekday(TextChoices):
    """RFC 5545's codes."""

    MONDAY = "MO", "Senin"
    TUESDAY = "TU", "Selasa"
    WEDNESDAY = "WE", "Rabu"
    THURSDAY = "TH", "Kamis"
    FRIDAY = "FR", "Jumat"
    SATURDAY = "SA", "Sabtu"
    SUNDAY = "SU", "Minggu"


class ArticleKind(TextChoices):
    """What an article is; its value is its word in addresses."""

    NEWS = "berita", "Berita"
    RELEASE = "siaran-pers", "Siaran pers"
    ANNOUNCEMENT = "pengumuman", "Pengumuman"
    CLARIFICATION = "klarifikasi", "Klarifikasi"


class Verdict(TextChoices):
    """What was found of a claim."""

    FALSE = "salah", "Salah"
    MISLEADING = "menyesatkan", "Menyesatkan"
    TRUE = "benar", "Benar"
    UNPROVED = "belum-terbukti", "Belum terbukti"


class EditionState(TextChoices):
    """Where a text stands on its way; whether it is published is asked of the clock."""

    DRAFT = "draft", "Konsep"
    SUBMITTED = "submitted", "Menunggu penyunting"
    RETURNED = "returned", "Dikembalikan"
    APPROVED = "approved", "Disetujui"
