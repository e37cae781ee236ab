"""Events from another calendar (.ics): its rules, what it left out, what it moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django.utils import timezone

from egov.agencies.models import Agency
from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from news.api.events import content_of
from news.domain.changing import Change, cancel_occurrences, change_occurrences
from news.imports.events import KNOWN, EventImporter, uid_of
from news.models import Event, Occurrence
from news.vocabulary import PULLED_KINDS, Audience, EventKind, Extent

COLUMNS = {
    "judul": "SUMMARY",
    "mulai": "DTSTART",
    "selesai": "DTEND",
    "tempat": "LOCATION",
    "keterangan": "DESCRIPTION",
    "tautan": "URL",
    "perangkat_daerah": "ORGANIZER",
    **dict.fromkeys(("ulang", "ulang_hari", "ulang_minggu_ke"), "RRULE"),
    **dict.fromkeys(("ulang_kali", "ulang_sampai"), "RRULE"),
}
UNDERSTOOD = {"FREQ", "BYDAY", "COUNT", "UNTIL", "INTERVAL", "WKST"}
LEFT_OUT = "Tidak diadakan menurut kalender asalnya."
MOVED = "Dipindahkan menurut kalender asalnya."
YEARS = range(2000, 2101)


class CalendarImporter(EventImporter):
    """A VEVENT a row; what another says differently of one time of it comes after it."""

    kind = "agenda-ics"
    required: ClassVar[tuple[str, ...]] = ()

    def begin(self) -> None:
        super().begin()
        self.recorded: set[int] = set()  # events of this file: only they are moved by it

    def column_of(self, field: str) -> str:
        return COLUMNS.get(field, field)

    def store(self, row: Row) -> Effect:
        if str(row.get("status", "")).upper() == "CANCELLED":
            self.remark("STATUS", "cancelled", "Dibatalkan di kalender asalnya, tidak dicatat.")
            return "unchanged"
        agency = self._agency(row)
        uid = uid_of(_text(row, "uid") or _text(row, "summary"), agency)
        if "recurrence-id" in row:
            return self._move(row, Event.objects.filter(uid=uid).first())
        content = content_of(self.read(_fields(row, agency)))
        effect = self.record(content, uid)
        if effect == "created":
            event = Event.objects.get(uid=uid)
            self.recorded.add(event.pk)
            self._leave_out(event, [_moment(each) for each in row.get("exdate", ())])
        return effect

    def _agency(self, row: Row) -> Agency:
        """Who organises: by the code or the short name that ORGANIZER says, else one's only one."""
        name = _text(row, "organizer-name")
        known = Agency.objects.current()
        agency = known.filter(code=name).first() or known.filter(short_name__iexact=name).first()
        agency = agency or known.filter(code=self.only_agency).first()
        if agency is None:
            sentence = (
                "Perangkat daerahnya tidak diketahui. Tulis kodenya sebagai nama penyelenggara "
                "(ORGANIZER;CN), atau minta kontributornya mengimpor berkas ini."
            )
            raise RowError("ORGANIZER", "no_agency", sentence)
        return agency

    def _leave_out(self, event: Event, moments: list[datetime]) -> None:
        how: dict[str, Any] = {"actor": self.actor, "extent": Extent.ONE, "reason": LEFT_OUT}
        for occurrence in event.occurrences.filter(original_at__in=moments):
            with self.refusing():
                cancel_occurrences(occurrence=occurrence, now=timezone.now(), **how)

    def _move(self, row: Row, event: Event | None) -> Effect:
        if event is not None and event.pk not in self.recorded:
            self.remark("RECURRENCE-ID", "known_event", KNOWN)
            return "unchanged"
        original = _moment(row["recurrence-id"])
        rows = Occurrence.objects.filter(event=event, original_at=original)
        occurrence = rows.select_related("event").first() if event else None
        if occurrence is None:
            sentence = "Waktu yang dipindahkan ini tidak ada dalam pengulangannya."
            raise RowError("RECURRENCE-ID", "no_such_time", sentence)
        begins, ends = _span(row)
        change = Change(begins, ends, _text(row, "location") or None)
        how: dict[str, Any] = {"actor": self.actor, "extent": Extent.ONE, "reason": MOVED}
        with self.refusing():
            change_occurrences(occurrence=occurrence, change=change, now=timezone.now(), **how)
        return "updated"


def _fields(row: Row, agency: Agency) -> dict[str, Any]:
    """The row under the names of the API."""
    begins, ends = _span(row)
    private = _text(row, "class").upper() in ("PRIVATE", "CONFIDENTIAL")
    kind = _text(row, "categories").lower()
    labels = {each.label.lower(): each for each in EventKind if each not in PULLED_KINDS}
    return {
        "judul": _text(row, "summary"),
        "jenis": labels.get(kind, EventKind.GATHERING),
        "untuk": Audience.INTERNAL if private else Audience.PUBLIC,
        "perangkat_daerah": agency.code,
        "mulai": begins,
        "selesai": ends,
        "sepanjang_hari": not isinstance(row.get("dtstart"), datetime),
        "keterangan": _text(row, "description"),
        "tempat": _text(row, "location"),
        "tautan": _text(row, "url"),
        **_repeat(_text(row, "rrule")),
    }


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").replace("\x00", "").strip()


def _span(row: Row) -> tuple[datetime, datetime]:
    """Beginning and end; of whole days the end lies on the last one."""
    begins = _moment(row.get("dtstart"))
    whole = not isinstance(row.get("dtstart"), datetime)
    length = row.get("duration")
    if isinstance(row.get("dtend"), date):
        ends = _moment(row["dtend"], "DTEND")
    elif isinstance(length, timedelta) and abs(length) < timedelta(days=3660):
        ends = begins + length
    else:
        ends = begins + (timedelta(days=1) if whole else timedelta(hours=1))
    return begins, ends - timedelta(seconds=1) if whole else ends


def _moment(value: Any, column: str = "DTSTART") -> datetime:
    """A moment in a zone; a floating one, and a day, are of the region's."""
    if not isinstance(value, date) or value.year not in YEARS:
        sentence = "Waktunya tidak terbaca. Tulis tanggal dan jam antara tahun 2000 dan 2100."
        raise RowError(column, "bad_moment", sentence)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _repeat(rule: str) -> dict[str, Any]:
    """RRULE under the names of the API. Raises RowError for what the agenda cannot repeat."""
    if not rule:
        return {}
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    weeks = {day[:-2] for day in days} - {""}
    if not parts.keys() <= UNDERSTOOD or parts.get("INTERVAL", "1") != "1" or len(weeks) > 1:
        sentence = "Pengulangan ini tidak dikenal di agenda. Catat acaranya di meja kerja."
        raise RowError("RRULE", "unknown_rule", sentence)
    repeat: dict[str, Any] = {"ulang": parts.get("FREQ", "")}
    if days:
        repeat["ulang_hari"] = [day[-2:] for day in days]
    if weeks:
        repeat["ulang_minggu_ke"] = weeks.pop()
    if "COUNT" in parts:
        repeat["ulang_kali"] = parts["COUNT"]
    if "UNTIL" in parts:
        repeat["ulang_sampai"] = _until(parts["UNTIL"])
    return repeat


def _until(text: str) -> str:
    """The last day, in the region's time."""
    try:
        moment = datetime.strptime(text[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return timezone.localtime(moment).date().isoformat() if moment.year in YEARS else text
