"""What a check of each kind may be told, and what a fault in it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from egov.verbs.refusal import Invalid
from infrastructure.vocabulary_monitoring import CheckKind

LONGEST_TEXT = 200
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:_-]{0,252}[A-Za-z0-9])?|::1?")
_CRON_PART = re.compile(r"[0-9*/,-]{1,40}")
RECORDS = ("A", "AAAA", "CNAME", "MX", "NS", "TXT")


def _number(low: int, high: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,9}", str(value).strip()):
            raise _bad(f"Isi {name} dengan angka {low} sampai {high}.")
        number = int(value)
        if not low <= number <= high:
            raise _bad(f"Isi {name} dengan angka {low} sampai {high}.")
        return number

    return read


def _text(name: str, value: Any) -> str:
    text = str(value).strip()
    if not text or len(text) > LONGEST_TEXT or not text.isprintable():
        raise _bad(f"Isi {name} dengan satu baris, paling panjang {LONGEST_TEXT} huruf.")
    return text


def _word(name: str, value: Any) -> str:
    text = str(value).strip()
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", text):
        raise _bad(f"Isi {name} hanya huruf, angka, titik, dan garis.")
    return text


def _record(name: str, value: Any) -> str:
    text = str(value).strip().upper()
    if text not in RECORDS:
        raise _bad(f"Pilih {name} dari: {', '.join(RECORDS)}.")
    return text


def _cron(name: str, value: Any) -> str:
    parts = str(value).split()
    if len(parts) != 5 or not all(map(_CRON_PART.fullmatch, parts)):
        raise _bad(f"Tulis {name} seperti crontab: menit jam tanggal bulan hari.")
    return " ".join(parts)


Reader = Callable[[str, Any], Any]
_PORT = _number(1, 65_535)
# of each kind its parameters: which it must have, and which it may have
NEEDED: Mapping[CheckKind, Mapping[str, Reader]] = {
    CheckKind.TCP: {"port": _PORT},
    CheckKind.DNS: {"name": _text},
}
ALLOWED: Mapping[CheckKind, Mapping[str, Reader]] = {
    CheckKind.ICMP: {},
    CheckKind.TCP: {},
    CheckKind.HTTP: {"status": _number(100, 599), "contains": _text},
    CheckKind.TLS: {"port": _PORT, "warn_days": _number(1, 90), "name": _text},
    CheckKind.DNS: {"record": _record, "expected": _text},
    CheckKind.RTSP: {"port": _PORT},
    CheckKind.SNMP: {"module": _word, "auth": _word},
    CheckKind.PUSH: {"grace_s": _number(10, 86_400), "cron": _cron},
}


def clean_params(kind: CheckKind | str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as they are kept. Raises Invalid at the field of the one at fault."""
    kind = CheckKind(kind)
    needed = NEEDED.get(kind, {})
    known = {**needed, **ALLOWED[kind]}
    unknown = sorted(set(params) - known.keys())
    if unknown:
        names = ", ".join(known) or "tidak ada"
        raise Invalid(
            "unknown_parameter",
            f"Isian {unknown[0]} tidak dikenal untuk {kind.label}. Yang dikenal: {names}.",
            field="params",
        )
    missing = sorted(needed.keys() - {n for n, v in params.items() if str(v).strip()})
    if missing:
        raise Invalid(
            "missing_parameter", f"{kind.label} perlu isian {missing[0]}.", field="params"
        )
    return {name: known[name](name, value) for name, value in params.items() if str(value).strip()}


def clean_address(kind: CheckKind | str, address: str) -> str:
    """A host, or for `http` a whole address. Empty: the target's own, or the secret's."""
    text = address.strip()
    if not text or kind == CheckKind.PUSH:
        return ""
    if kind == CheckKind.HTTP:
        return _clean_url(text)
    if not _HOST.fullmatch(text):
        raise Invalid(
            "bad_host",
            "Tulis nama host atau alamat IP saja, misalnya 192.0.2.7 atau layanan.contoh.id.",
            field="address",
        )
    return text


def _clean_url(text: str) -> str:
    bad = Invalid(
        "bad_url",
        "Tulis alamat yang diawali http:// atau https://, tanpa nama pengguna dan sandi.",
        field="address",
    )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise bad from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise bad
    if port == 0 or not _HOST.fullmatch(parts.hostname) or not text.isprintable() or " " in text:
        raise bad
    return text


def _bad(sentence: str) -> Invalid:
    return Invalid("bad_parameter", sentence, field="params")
