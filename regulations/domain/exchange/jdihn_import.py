"""The import of a JDIHN feed, of either dialect."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from egov.verbs.plain import CONTROL
from regulations.models import Regulation, RegulationKind
from regulations.models.numbering import NUMBER
from regulations.vocabulary import Force, Jurisdiction

STATUS = {
    "berlaku": Force.IN_FORCE,
    "masihberlaku": Force.IN_FORCE,
    "diubah": Force.IN_FORCE,
    "mengubah": Force.IN_FORCE,
    "mencabut": Force.IN_FORCE,
    "tidakberlaku": Force.ENDED,
    "dicabut": Force.ENDED,
    "dibatalkan": Force.ENDED,
    "tidakberlakusebagian": Force.PARTLY,
    "berlakusebagian": Force.PARTLY,
    "belumberlaku": Force.NOT_YET,
}

_NUMBER_WORD = re.compile(r"^\s*(?:nomor|no\.|no(?=[\s:]))\s*:?\s*", re.IGNORECASE)
_YEAR_IN_TITLE = re.compile(r"\btahun\s+((?:18|19|20)\d\d)", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_LOCAL_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


class JdihnImporter(Importer):
    """A JDIHN feed of either dialect, tolerant of spellings.

    A bad date is left out and told; a row without kind, number or year is refused.
    A feed's status is kept as what it is, a statement: status is computed from dates and events.
    Repeated rows are one.
    """

    kind = "JDIHN"
    required = ("jenis", "noPeraturan", "judul")

    def begin(self) -> None:
        self.kinds = {_plain(k.name): k for k in RegulationKind.objects.all()}
        self.kinds |= {_plain(k.short): k for k in self.kinds.values()}
        own = RegulationKind.objects.filter(reach=Jurisdiction.REGION)
        rows = Regulation.objects.filter(kind__in=own, other_region="")
        self.known = {(row.kind_id, row.year, row.number): row for row in rows}
        self.new: list[Regulation] = []

    def store(self, row: Row) -> Effect:
        kind = self._kind(_text(row, "jenis"), _text(row, "singkatanJenis"))
        number = _number(row)
        title = " ".join(_text(row, "judul").split())
        enacted = self._day(row, "tanggal_penetapan")
        promulgated = self._day(row, "tanggal_pengundangan")
        year = _year(row, title, enacted)
        enacted, promulgated = self._sensible_days(enacted, promulgated, year)
        values: dict[str, Any] = {
            "enacted_on": enacted,
            "promulgated_on": promulgated,
            "title": _subject(title)[:600],
            "gazette_ref": _text(row, "sumber")[:160],
            "place": _text(row, "tempatTerbit")[:80],
            "subjects": _text(row, "subjek")[:200],
            "source_file": self._address(row),
            "stated_status": self._status(row),
        }
        key = (kind.pk, year, number)
        known = self.known.get(key)
        if known is None:
            regulation = Regulation(
                kind=kind, year=year, number=number, source_note="JDIHN", **values
            )
            self.known[key] = regulation
            self.new.append(regulation)
            return "created"
        return "unchanged" if known.pk is None else self._fill(known, values)

    def flush(self) -> None:
        Regulation.objects.bulk_create(self.new, batch_size=1000)
        self.new = []

    def _fill(self, known: Regulation, values: dict[str, Any]) -> Effect:
        """Only what is still unknown is filled.

        A feed never overwrites what an officer recorded, but a contradiction is told.
        """
        stated = ((name, value) for name, value in values.items() if value)
        missing = {name: value for name, value in stated if not getattr(known, name)}
        if hasattr(known, "document"):
            missing.pop("source_file", None)  # our own file is the one
        self._leave_out_contradicting(known, missing)
        self._tell_differences(known, values)
        for name, value in missing.items():
            setattr(known, name, value)
        if missing:
            known.save(update_fields=list(missing))
        return "updated" if missing else "unchanged"

    def _leave_out_contradicting(self, known: Regulation, missing: dict[str, Any]) -> None:
        """Takes out the dates that contradict those in the registry, and tells of them."""
        enacted = known.enacted_on or missing.get("enacted_on")
        promulgated = known.promulgated_on or missing.get("promulgated_on")
        if enacted and promulgated and promulgated < enacted:
            self.remark(
                "tanggal_pengundangan",
                "before_enacted",
                f"{known.citation}: tanggalnya bertentangan dengan registri; tidak dipakai.",
            )
            missing.pop("promulgated_on", None)
            missing.pop("enacted_on", None)
        late = promulgated and known.commences_on and known.commences_on < promulgated
        if late and "promulgated_on" in missing:
            self.remark(
                "tanggal_pengundangan",
                "after_commencement",
                f"{known.citation}: sesudah mulai berlakunya; tidak dipakai.",
            )
            missing.pop("promulgated_on")

    def _tell_differences(self, known: Regulation, values: dict[str, Any]) -> None:
        """What the feed states otherwise than the registry, which stays as it is."""
        for name, column in (
            ("enacted_on", "tanggal_penetapan"),
            ("promulgated_on", "tanggal_pengundangan"),
        ):
            recorded, stated = getattr(known, name), values[name]
            if recorded and stated and recorded != stated:
                self.remark(
                    column,
                    "differs",
                    f"{known.citation}: di registri {recorded}, di umpan {stated}. "
                    "Registri tidak diubah.",
                )
        status = values["stated_status"]
        if known.stated_status and status and known.stated_status != status:
            word = Force(status).label.lower()
            self.remark(
                "status",
                "differs",
                f"{known.citation}: umpan kini menyebut {word}. Periksa, lalu catat peristiwanya.",
            )

    def _kind(self, name: str, short: str) -> RegulationKind:
        place = _plain(settings.REGION_PROFILE.short_name)
        ends = (
            *("", place, f"kota{place}", f"kabupaten{place}"),
            *(f"daerahkota{place}", f"daerahkabupaten{place}", "kota", "kabupaten"),
        )
        for text in (name, short):
            plain = _plain(text)
            stems = (plain.removesuffix(end) for end in ends if plain.endswith(end))
            kind = next((self.kinds[stem] for stem in stems if stem in self.kinds), None)
            if kind is not None and kind.reach == Jurisdiction.REGION:
                return kind
        raise RowError("jenis", "unknown_kind", f"Jenis “{name}” bukan produk hukum daerah ini.")

    def _day(self, row: Row, name: str) -> date | None:
        text = _text(row, name)
        if not text or text.startswith(("0000", "-", "1970-01-01")):
            return None
        match = _ISO_DAY.fullmatch(text) or _LOCAL_DAY.fullmatch(text)
        try:
            if match:
                a, b, c = (int(g) for g in match.groups()[:3])
                return date(a, b, c) if a > 31 else date(c, b, a)
        except ValueError:
            pass
        self.remark(name, "bad_date", f"“{text[:40]}” bukan tanggal; dikosongkan.")
        return None

    def _sensible_days(
        self, enacted: date | None, promulgated: date | None, year: int
    ) -> tuple[date | None, date | None]:
        """Both dates as far as they fit the year and each other."""
        enacted = self._sensible(enacted, year, "tanggal_penetapan")
        promulgated = self._sensible(promulgated, year, "tanggal_pengundangan")
        if enacted and promulgated and promulgated < enacted:
            self.remark(
                "tanggal_pengundangan",
                "before_enacted",
                "Tanggal diundangkan sebelum tanggal ditetapkan; dikosongkan.",
            )
            promulgated = None
        return enacted, promulgated

    def _sensible(self, day: date | None, year: int, name: str) -> date | None:
        """A date that somebody invented is left out, and told.

        It does not fit the regulation's own year, or lies ahead.
        A number may be given before the year turns, and a promulgation may wait for years.
        """
        latest = year + (1 if name == "tanggal_penetapan" else 5)
        if day is None or (year - 1 <= day.year <= latest and day <= timezone.localdate()):
            return day
        self.remark(name, "invented_date", f"{day} tidak cocok dengan tahun {year}; dikosongkan.")
        return None

    def _status(self, row: Row) -> str:
        text = _text(row, "status")
        force = STATUS.get(_plain(text))
        if text and force is None:
            sentence = f"Status “{text[:40]}” tidak dikenal; diabaikan."
            self.remark("status", "unknown_status", sentence)
        return "" if force is None else str(force)

    def _address(self, row: Row) -> str:
        text = _text(row, "urlDownload")
        if not text or (re.match(r"https?://[^\s]+$", text) and len(text) <= 500):
            return text
        self.remark("urlDownload", "bad_address", "Alamat berkas bukan http(s); diabaikan.")
        return ""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else CONTROL.sub("", str(value)).strip()


def _number(row: Row) -> str:
    """The regulation's number without the word before it."""
    number = _NUMBER_WORD.sub("", _text(row, "noPeraturan")).strip()
    if not number or len(number) > 60 or not NUMBER.match(number):
        raise RowError(
            "noPeraturan",
            "no_number",
            "Nomor peraturan kosong, terlalu panjang, atau memuat tanda yang tidak lazim.",
        )
    return number


def _year(row: Row, title: str, enacted: date | None) -> int:
    """The year of its number: as the title names it, else when it was enacted, else promulgated."""
    named = _YEAR_IN_TITLE.search(title)
    text = _text(row, "tahun_pengundangan")
    if named:
        text = named[1]
    elif enacted:
        text = str(enacted.year)
    if not re.fullmatch(r"(?:18|19|20)\d\d", text):
        raise RowError(
            "tahun_pengundangan",
            "no_year",
            "Tahun peraturan tidak diketahui dari judul maupun tanggalnya.",
        )
    return int(text)


def _subject(title: str) -> str:
    """What it is about: after "tentang", else the whole title where that is no citation."""
    about = re.split(r"(?i)\btentang\s+", title, maxsplit=1)
    if len(about) == 2:
        return about[1]
    return "" if _YEAR_IN_TITLE.search(title) else title
