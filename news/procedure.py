"""How a council visit goes: its acts, and the state that follows from the last of them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices

LINK_LASTS = timedelta(hours=72)  # to confirm a request from one's mail
GUEST_LINK_LASTS = timedelta(days=730)  # or until what is known of the guests is erased
DRAFT_KEPT = timedelta(days=14)
UNPROVED_KEPT = timedelta(days=7)
DATES_ASKED = 3
NOTICE_DAYS = 3  # a visit is asked for at least so many days ahead
FURTHEST = timedelta(days=180)
OFFERED_AHEAD = 60  # days in which other dates are offered
MOST_GUESTS = 200
OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=60), timedelta(hours=2)  # the sign-in at the door

CONSENT_VERSION = "2026-11"
CONSENT = (
    "Nama, jabatan, e-mail, dan telepon dipakai hanya untuk menjawab dan menerima kunjungan ini. "
    "Data itu tidak ditampilkan kepada umum, dan dihapus setelah {days} hari. "
    "Salinannya dapat diminta dan dihapus lewat tautan di surat kami."
)
GUEST_CONSENT = (
    "Nama, jabatan, dan lembaga saya dicatat sebagai bukti hadir, dibaca penerima tamu saja, "
    "dan dihapus setelah {days} hari."
)


class Purpose(TextChoices):
    CONSULTATION = "konsultasi-raperda", "Konsultasi rancangan perda"
    STUDY = "studi-banding", "Studi banding"
    OTHER = "lain", "Keperluan lain"


class Topic(TextChoices):
    APPLICATIONS = "aplikasi", "Aplikasi pemerintah"
    REGULATIONS = "regulasi", "Peraturan"
    INFRASTRUCTURE = "infrastruktur", "Infrastruktur"
    MUSRENBANG = "musrenbang", "Musrenbang"


class VisitActKind(TextChoices):
    """What may happen to a visit. Who does it: the guest by their link, the host at the desk."""

    ASKED = "asked", "Diminta"
    PROVED = "proved", "Dipastikan lewat e-mail"
    FORWARDED = "forwarded", "Diteruskan"
    COMPLETION_ASKED = "completion_asked", "Diminta melengkapi"
    COMPLETED = "completed", "Dilengkapi"
    OFFERED = "offered", "Tanggal lain ditawarkan"
    ACCEPTED = "accepted", "Diterima"
    TAKEN = "taken", "Tanggal dipilih tamu"
    MOVED = "moved", "Tamu meminta tanggal lain"
    DECLINED = "declined", "Ditolak"
    CANCELLED = "cancelled", "Dibatalkan"
    PROGRAMME = "programme", "Susunan acara ditulis"
    ARRIVED = "arrived", "Tamu tiba"
    LEFT = "left", "Tamu pulang"
    MINUTES = "minutes", "Notula ditulis"
    ERASED = "erased", "Data tamu dihapus"


class VisitState(TextChoices):
    UNPROVED = "unproved", "menunggu dipastikan lewat e-mail"
    WAITING = "waiting", "menunggu jawaban"
    INCOMPLETE = "incomplete", "menunggu kelengkapan"
    OFFERED = "offered", "menunggu pilihan tanggal"
    CONFIRMED = "confirmed", "dipastikan"
    DECLINED = "declined", "ditolak"
    CANCELLED = "cancelled", "dibatalkan"
    HELD = "held", "sudah diterima"
    CLOSED = "closed", "selesai"


K, S = VisitActKind, VisitState
STATE_AFTER: dict[str, VisitState] = {
    K.ASKED: S.UNPROVED,
    K.PROVED: S.WAITING,
    K.FORWARDED: S.WAITING,
    K.COMPLETION_ASKED: S.INCOMPLETE,
    K.COMPLETED: S.WAITING,
    K.OFFERED: S.OFFERED,
    K.ACCEPTED: S.CONFIRMED,
    K.TAKEN: S.CONFIRMED,
    K.MOVED: S.WAITING,
    K.DECLINED: S.DECLINED,
    K.CANCELLED: S.CANCELLED,
    K.ARRIVED: S.HELD,
    K.MINUTES: S.CLOSED,
}  # the others leave the state as it is

TONES: dict[str, str] = {
    S.UNPROVED: "muted",
    S.WAITING: "wait",
    S.INCOMPLETE: "wait",
    S.OFFERED: "wait",
    S.CONFIRMED: "good",
    S.DECLINED: "stop",
    S.CANCELLED: "stop",
    S.HELD: "good",
    S.CLOSED: "good",
}

ANSWERABLE = frozenset({S.WAITING, S.INCOMPLETE, S.OFFERED})
OPEN = ANSWERABLE | {S.UNPROVED, S.CONFIRMED}  # what guests may still change or give up
SHOWN = frozenset({S.CONFIRMED, S.HELD, S.CLOSED})  # what stands on public pages
# what guests may do by their link, and in which states
GUEST_ACTS: dict[str, frozenset[VisitState]] = {
    K.TAKEN: frozenset({S.OFFERED}),
    K.COMPLETED: frozenset({S.INCOMPLETE}),
    K.MOVED: frozenset({S.OFFERED, S.CONFIRMED}),
    K.CANCELLED: OPEN,
}
# what hosts may do, and in which states
HOST_ACTS: dict[str, frozenset[VisitState]] = {
    K.ACCEPTED: ANSWERABLE,
    K.OFFERED: frozenset({S.WAITING, S.OFFERED, S.CONFIRMED}),
    K.COMPLETION_ASKED: frozenset({S.WAITING}),
    K.FORWARDED: frozenset({S.WAITING}),
    K.DECLINED: ANSWERABLE,
    K.CANCELLED: frozenset({S.CONFIRMED}),
    K.PROGRAMME: frozenset({S.CONFIRMED, S.HELD}),
    K.ARRIVED: frozenset({S.CONFIRMED}),
    K.LEFT: frozenset({S.HELD}),
    K.MINUTES: frozenset({S.HELD, S.CLOSED}),
}
# notes that stay when all that is known of the guests goes: the city's own words for the public
PUBLIC_NOTES = (K.PROGRAMME, K.MINUTES)


class LinkPurpose(TextChoices):
    CONFIRM = "confirm", "memastikan permintaan"
    GUEST = "guest", "mengurus kunjungan"


class VisitWeekday(TextChoices):
    """Python's weekdays, as text for forms."""

    MONDAY = "0", "Senin"
    TUESDAY = "1", "Selasa"
    WEDNESDAY = "2", "Rabu"
    THURSDAY = "3", "Kamis"
    FRIDAY = "4", "Jumat"
    SATURDAY = "5", "Sabtu"
    SUNDAY = "6", "Minggu"
