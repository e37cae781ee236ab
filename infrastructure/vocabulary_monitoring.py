"""Words of monitoring; nothing of the database."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class CheckKind(TextChoices):
    """How a target is asked whether it lives. A push is not asked: it tells by itself."""

    ICMP = "icmp", "Ping"
    TCP = "tcp", "Port TCP"
    HTTP = "http", "Halaman web"
    TLS = "tls", "Sertifikat TLS"
    DNS = "dns", "Nama DNS"
    RTSP = "rtsp", "Aliran kamera (RTSP)"
    SNMP = "snmp", "SNMP"
    PUSH = "push", "Kabar dari program"


# what the portal's own checker can ask; the rest goes through the engine's exporters
OWN_KINDS = (CheckKind.ICMP, CheckKind.TCP, CheckKind.HTTP, CheckKind.TLS)
# what stands at /infrastruktur/sd/<job>.json
ENGINE_KINDS = (*OWN_KINDS, CheckKind.DNS, CheckKind.RTSP, CheckKind.SNMP)


class Runner(TextChoices):
    """Who asks."""

    OWN = "own", "Pemeriksa portal"
    ENGINE = "engine", "Prometheus"


class Severity(IntegerChoices):
    """How bad it is when this falls."""

    INFO = 1, "Catatan"
    WARNING = 2, "Peringatan"
    CRITICAL = 3, "Kritis"


class Outcome(TextChoices):
    """What came of asking once."""

    OK = "ok", "Menjawab"
    WARN = "warn", "Menjawab, ada yang kurang"
    FAIL = "fail", "Tidak menjawab"
    NOT_RUN = "not_run", "Tidak dapat dijalankan"  # the fault is ours: never counted as down


class State(TextChoices):
    """What a target is. Maintenance lies over it and is asked of its windows."""

    NEW = "new", "Belum diperiksa"
    UP = "up", "Hidup"
    DEGRADED = "degraded", "Terganggu"
    DOWN = "down", "Mati"
    UNREACHABLE = "unreachable", "Tidak terjangkau"
    PAUSED = "paused", "Dijeda"


STATE_TONES = {
    State.NEW: "muted",
    State.UP: "good",
    State.DEGRADED: "wait",
    State.DOWN: "bad",
    State.UNREACHABLE: "wait",
    State.PAUSED: "muted",
}


class CauseKind(TextChoices):
    """Why something is dark, in words that everybody may read: none names a code."""

    TARGET = "target", "Perangkatnya sendiri"
    LINK = "link", "Tautan jaringan putus"
    CABLE = "cable", "Kabel serat putus"
    DUCT = "duct", "Jalur kabel rusak"
    POWER = "power", "Listrik padam"
    SITE = "site", "Satu lokasi padam"
    APPLICATION = "application", "Aplikasi"
    MONITOR = "monitor", "Pemantau terputus"


class IncidentState(TextChoices):
    """What the public is told, in the order of things."""

    INVESTIGATING = "diselidiki", "Diselidiki"
    IDENTIFIED = "ditemukan", "Penyebab ditemukan"
    WATCHING = "dipantau", "Dipantau"
    RESOLVED = "selesai", "Selesai"


class Recurrence(TextChoices):
    NONE = "none", "Sekali"
    WEEKLY = "weekly", "Tiap pekan"
    MONTHLY = "monthly", "Tiap bulan"


class AlertSource(TextChoices):
    """Which engine told us."""

    ALERTMANAGER = "alertmanager", "Alertmanager"
    ZABBIX = "zabbix", "Zabbix"
    UPTIME_KUMA = "uptime_kuma", "Uptime Kuma"
    LIBRENMS = "librenms", "LibreNMS"


class Told(TextChoices):
    """What a delivery tells: of an outage, or of planned work."""

    OPENED = "opened", "Gangguan"
    REMINDER = "reminder", "Pengingat"
    FLAPPING = "flapping", "Naik turun"
    CALM = "calm", "Tenang lagi"
    EXPECTED = "expected", "Gangguan dalam pemeliharaan"
    RESOLVED = "resolved", "Pulih"
    PLANNED = "planned", "Pemeliharaan direncanakan"
    CHANGED = "changed", "Pemeliharaan berubah"
    CANCELLED = "cancelled", "Pemeliharaan dibatalkan"
    BEGUN = "begun", "Pemeliharaan dimulai"
    ENDED = "ended", "Pemeliharaan selesai"
    TEST = "test", "Uji kirim"


class Signal(TextChoices):
    """What a program tells of its own run."""

    START = "start", "Mulai"
    SUCCESS = "success", "Berhasil"
    FAIL = "fail", "Gagal"
