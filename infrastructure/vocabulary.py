"""Words of the inventory; nothing of the database."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices

INFRA_OPERATOR = "infra_operator"  # of the whole region
AGENCY_OPERATOR = "infra_operator_opd"  # of one agency's own things
EDITOR = "editor"  # of the city's news: an office that another app declares


class AssetKind(TextChoices):
    """What stands beneath a code. Each has a table of its own."""

    SITE = "site", "Lokasi"
    ROOM = "room", "Ruang pusat data"
    RACK = "rack", "Rak"
    POWER = "power", "Sumber daya listrik"
    DEVICE = "device", "Perangkat"
    STRUCTURE = "structure", "Tiang atau bak"
    SEGMENT = "segment", "Ruas jalur"
    CABLE = "cable", "Kabel serat optik"
    ENCLOSURE = "enclosure", "Kotak sambung"
    LINK = "link", "Tautan"
    CAMERA = "camera", "Kamera"
    ACCESS_POINT = "access_point", "Titik akses Wi-Fi"


# what an outsider could use to harm the city: nobody but named roles reads these, whatever their
# own visibility says, until an officer opens the class (UU 14/2008 ps 17 and 19)
CLOSED_KINDS = (
    AssetKind.ROOM,
    AssetKind.RACK,
    AssetKind.POWER,
    AssetKind.STRUCTURE,
    AssetKind.SEGMENT,
    AssetKind.CABLE,
    AssetKind.ENCLOSURE,
    AssetKind.LINK,
)


class AssetStatus(TextChoices):
    """Where a thing is in its life; whether it answers now is another question (its health)."""

    PLANNED = "planned", "Direncanakan"
    INSTALLED = "installed", "Terpasang"
    ACTIVE = "active", "Dipakai"
    MAINTENANCE = "maintenance", "Dirawat"
    RETIRED = "retired", "Tidak dipakai lagi"


IN_USE = (AssetStatus.ACTIVE, AssetStatus.MAINTENANCE)
STATUS_TONES = {
    AssetStatus.PLANNED: "wait",
    AssetStatus.INSTALLED: "wait",
    AssetStatus.ACTIVE: "good",
    AssetStatus.MAINTENANCE: "wait",
    AssetStatus.RETIRED: "muted",
}


class Work(TextChoices):
    """What is done to an asset, as its record names it."""

    PLAN = "plan", "Dicatat"
    EDIT = "edit", "Isian diubah"
    REVISE = "revise", "Isian diperbaiki"
    INSTALL = "install", "Dipasang"
    MOVE = "move", "Dipindahkan"
    SWAP = "swap", "Ditukar"
    ACTIVATE = "activate", "Mulai dipakai"
    MAINTAIN = "maintain", "Dirawat"
    RETIRE = "retire", "Tidak dipakai lagi"
    REINSTATE = "reinstate", "Dipakai kembali"
    VERIFY = "verify", "Diperiksa di tempat"
    SPLICE = "splice", "Disambung"
    UNSPLICE = "unsplice", "Sambungan dilepas"
    CUT = "cut", "Putus"
    MEND = "mend", "Diperbaiki"
    DEPLOY = "deploy", "Aplikasi ditempatkan"
    WITHDRAW = "withdraw", "Aplikasi ditarik"
    LIGHT = "light", "Jejak dicatat"
    DARKEN = "darken", "Jejak dihapus"
    TAKE_BACK = "take_back", "Dibatalkan"


class LabelAnswer(TextChoices):
    """What a technician says who stands before the thing."""

    STILL_RIGHT = "still_right", "Masih benar"
    CHANGED = "changed", "Berubah"
    GONE = "gone", "Hilang"


class Visibility(TextChoices):
    PUBLIC = "public", "Umum"
    GOVERNMENT = "government", "Kantor pemerintah"
    RESTRICTED = "restricted", "Terbatas"


class SiteKind(TextChoices):
    DATA_CENTER = "data_center", "Pusat data"
    COMMAND_CENTER = "command_center", "Ruang kendali"
    OFFICE = "office", "Kantor perangkat daerah"
    KECAMATAN = "kecamatan", "Kantor kecamatan"
    KELURAHAN = "kelurahan", "Kantor desa/kelurahan"
    PUSKESMAS = "puskesmas", "Puskesmas"
    SCHOOL = "school", "Sekolah"
    PUMP_HOUSE = "pump_house", "Rumah pompa"
    PARK = "park", "Taman"
    TOWER = "tower", "Menara"
    RW = "rw", "Balai RW"


class PowerKind(TextChoices):
    GRID = "grid", "Jaringan PLN"
    GENSET = "genset", "Genset"
    UPS = "ups", "UPS"
    PDU = "pdu", "PDU"


class Side(TextChoices):
    A = "a", "A"
    B = "b", "B"


class StructureKind(TextChoices):
    POLE = "pole", "Tiang"
    MANHOLE = "manhole", "Bak besar"
    HANDHOLE = "handhole", "Bak kecil"
    CABINET = "cabinet", "Kabinet"
    BUILDING_ENTRY = "building_entry", "Masuk gedung"
    TOWER = "tower", "Menara"


class SegmentKind(TextChoices):
    AERIAL = "aerial", "Udara"
    DUCT = "duct", "Dalam pipa"
    BURIED = "buried", "Tanam langsung"
    INSIDE = "inside", "Dalam gedung"
    BRIDGE = "bridge", "Di jembatan"


class EnclosureKind(TextChoices):
    CLOSURE = "closure", "Closure"
    ODF = "odf", "ODF"
    OTB = "otb", "OTB"
    FAT = "fat", "FAT"
    SPLITTER = "splitter", "Splitter"


class CoreState(TextChoices):
    SPARE = "spare", "Cadangan"
    USED = "used", "Dipakai"
    BROKEN = "broken", "Putus"
    RESERVED = "reserved", "Dipesan"


class JointKind(TextChoices):
    FUSION = "fusion", "Sambungan lebur"
    CONNECTOR = "connector", "Konektor"
    SPLITTER = "splitter", "Pembagi"


class JointState(TextChoices):
    PLANNED = "planned", "Direncanakan"
    MADE = "made", "Tersambung"


class Medium(TextChoices):
    FIBRE = "fibre", "Serat optik"
    COPPER = "copper", "Tembaga"
    WIRELESS = "wireless", "Nirkabel"
    VPN = "vpn", "VPN"
    LEASED = "leased", "Sewa"


class CameraKind(TextChoices):
    FIXED = "fixed", "Tetap"
    DOME = "dome", "Kubah"
    PTZ = "ptz", "Dapat digerakkan"
    LPR = "lpr", "Pembaca pelat nomor"


class CameraPurpose(TextChoices):
    TRAFFIC = "traffic", "Lalu lintas"
    FLOOD = "flood", "Genangan dan pompa"
    SAFETY = "safety", "Keamanan"
    UNSTATED = "unstated", "Belum dicatat"


# what a citizen is told who asks why a camera is there
PURPOSE_TOLD = {
    CameraPurpose.TRAFFIC: "untuk mengamati lalu lintas dan mengatur lampu",
    CameraPurpose.FLOOD: "untuk mengamati genangan, saluran, dan pompa",
    CameraPurpose.SAFETY: "untuk keamanan dan ketertiban di tempat umum",
}


class Connectivity(TextChoices):
    """Whether it is on the city's network at all; whether it answers now is its health.

    One that is registered and not connected is never down.
    """

    ONLINE = "online", "Tersambung ke jaringan kota"
    LOCAL_ONLY = "local_only", "Terdaftar, tidak tersambung"


class NoticeSign(TextChoices):
    """Whether a sign tells who passes that he is seen."""

    PRESENT = "present", "Ada"
    ABSENT = "absent", "Belum ada"


class HostSource(TextChoices):
    """What watches the hosts whose list comes in."""

    ZABBIX = "zabbix", "Zabbix"
    LIBRENMS = "librenms", "LibreNMS"


class HostChange(TextChoices):
    """How a list of hosts and the inventory differ."""

    NEW = "new", "Baru"
    GONE = "gone", "Hilang"
    CHANGED = "changed", "Berubah"


class DifferenceState(TextChoices):
    OPEN = "open", "Belum diputuskan"
    TAKEN = "taken", "Diambil"
    LEFT = "left", "Dibiarkan"


class Environment(TextChoices):
    PRODUCTION = "production", "Produksi"
    STAGING = "staging", "Uji"


class Need(TextChoices):
    """What becomes of the consumer when the provider is gone."""

    HARD = "hard", "Mati tanpanya"
    SOFT = "soft", "Berkurang tanpanya"


class StandingKind(TextChoices):
    """What is looked for each night."""

    SINGLE_POINTS = "single_points", "Titik tunggal"
    SHARED_RISK = "shared_risk", "Cadangan yang tidak menolong"
    NEARLY_FULL = "nearly_full", "Kabel yang hampir penuh"
    UNVERIFIED = "unverified", "Lama tidak diperiksa"


class CoreColour(IntegerChoices):
    """The twelve colours of TIA-598-D, in their order; code and word."""

    BLUE = 1, "biru"
    ORANGE = 2, "oranye"
    GREEN = 3, "hijau"
    BROWN = 4, "cokelat"
    SLATE = 5, "abu-abu"
    WHITE = 6, "putih"
    RED = 7, "merah"
    BLACK = 8, "hitam"
    YELLOW = 9, "kuning"
    VIOLET = 10, "ungu"
    ROSE = 11, "merah muda"
    AQUA = 12, "toska"


# as technicians write them in a splicing plan
SHORT_COLOURS = {
    CoreColour.BLUE: "BR",
    CoreColour.ORANGE: "OR",
    CoreColour.GREEN: "HJ",
    CoreColour.BROWN: "CK",
    CoreColour.SLATE: "AB",
    CoreColour.WHITE: "PT",
    CoreColour.RED: "MR",
    CoreColour.BLACK: "HT",
    CoreColour.YELLOW: "KN",
    CoreColour.VIOLET: "UG",
    CoreColour.ROSE: "MM",
    CoreColour.AQUA: "TS",
}


def colour_of(number: int) -> CoreColour:
    """The colour of a core or tube by its number from 1, beginning again after twelve."""
    return CoreColour((number - 1) % 12 + 1)
