"""The JDIHN feed: this region's own products as JSON, and its import.

All values are strings; unknown ones are empty (DOMAIN.md 4).
"""

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
from regulations.models.regulation import NUMBER
from regulations.vocabulary import Force, Jurisdiction

KEYS = (
    *("idData", "tahun_pengundangan", "tanggal_penetapan", "tanggal_pengundangan", "jenis"),
    *("noPeraturan", "judul", "noPanggil", "singkatanJenis", "tempatTerbit", "penerbit"),
    *("deskripsiFisik", "sumber", "subjek", "isbn", "status", "bahasa", "bidangHukum"),
    *("teuBadan", "nomorIndukBuku", "fileDownload", "urlDownload", "urlDetailPeraturan"),
    *("operasi", "display"),
)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _status_word(regulation: Regulation, force: str) -> str:
    """The computed status; where that is unknown, what another feed stated, else nothing."""
    told = regulation.stated_status if force == Force.UNKNOWN else force
    return str(Force(told).label) if told else ""


def feed_row(regulation: Regulation, force: str) -> dict[str, str]:
    """One object of the feed; every key of KEYS, every value a string."""
    kind, profile = regulation.kind, settings.REGION_PROFILE
    promulgated = regulation.promulgated_on
    row = dict.fromkeys(KEYS, "")
    row.update(
        idData=str(regulation.pk),
        tahun_pengundangan=str(promulgated.year if promulgated else regulation.year),
        tanggal_penetapan=_iso(regulation.enacted_on),
        tanggal_pengundangan=_iso(promulgated),
        jenis=kind.name,
        noPeraturan=regulation.number,
        judul=f"{regulation.full_citation}",
        singkatanJenis=kind.short,
        tempatTerbit=regulation.place or "",
        penerbit=profile.government if regulation.gazette_ref else "",
        sumber=regulation.gazette_ref.strip(),
        subjek=regulation.subjects,
        status=_status_word(regulation, force),
        bahasa="Indonesia",
        teuBadan=profile.name,
        urlDetailPeraturan=f"{settings.SITE_URL}{regulation.get_absolute_url()}",
        operasi="4",
        display="1",
    )
    if hasattr(regulation, "document") and regulation.document.confirmed_at:
        address = f"{settings.SITE_URL}{regulation.pdf_address}"
        row.update(fileDownload=address.rsplit("/", 1)[1], urlDownload=address)
    elif regulation.source_file:
        address = regulation.source_file
        row.update(fileDownload=address.rsplit("/", 1)[1], urlDownload=address)
    return row


def feed(on: date) -> list[dict[str, str]]:
    """The region's own products, oldest first, in two queries."""
    rows = (
        Regulation.objects.with_force(on)
        .filter(kind__reach=Jurisdiction.REGION, other_region="")
        .select_related("kind", "document")
        .order_by("year", "kind__rank", "id")
    )
    return [feed_row(row, row.force) for row in rows]


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
        number = _NUMBER_WORD.sub("", _text(row, "noPeraturan")).strip()
        if not number or len(number) > 60 or not NUMBER.match(number):
            raise RowError(
                "noPeraturan",
                "no_number",
                "Nomor peraturan kosong, terlalu panjang, atau memuat tanda yang tidak lazim.",
            )
        title = " ".join(_text(row, "judul").split())
        told = re.search(r"(?i)\btahun\s+((?:18|19|20)\d\d)", title)
        enacted = self._day(row, "tanggal_penetapan")
        promulgated = self._day(row, "tanggal_pengundangan")
        year_text = _text(row, "tahun_pengundangan")
        if told:
            year_text = told[1]
        elif enacted:
            year_text = str(enacted.year)
        if not re.fullmatch(r"(?:18|19|20)\d\d", year_text):
            raise RowError(
                "tahun_pengundangan",
                "no_year",
                "Tahun peraturan tidak diketahui dari judul maupun tanggalnya.",
            )
        year = int(year_text)
        enacted = self._sensible(enacted, year, "tanggal_penetapan")
        promulgated = self._sensible(promulgated, year, "tanggal_pengundangan")
        if enacted and promulgated and promulgated < enacted:
            self.remark(
                "tanggal_pengundangan",
                "before_enacted",
                "Tanggal diundangkan sebelum tanggal ditetapkan; dikosongkan.",
            )
            promulgated = None
        about = re.split(r"(?i)\btentang\s+", title, maxsplit=1)
        rest = "" if told else title
        values: dict[str, Any] = {
            "enacted_on": enacted,
            "promulgated_on": promulgated,
            "title": (about[1] if len(about) == 2 else rest)[:600],
            "gazette_ref": _text(row, "sumber")[:160],
            "place": _text(row, "tempatTerbit")[:80],
            "subjects": _text(row, "subjek")[:200],
            "source_file": self._address(row),
            "stated_status": self._status(row),
        }
        key = (kind.pk, year, number)
        held = self.known.get(key)
        if held is None:
            self.known[key] = made = Regulation(
                kind=kind, year=year, number=number, source_note="JDIHN", **values
            )
            self.new.append(made)
            return "created"
        return "unchanged" if held.pk is None else self._fill(held, values)

    def flush(self) -> None:
        Regulation.objects.bulk_create(self.new, batch_size=1000)
        self.new = []

    def _fill(self, held: Regulation, values: dict[str, Any]) -> Effect:
        """Only what is still unknown is filled.

        A feed never overwrites what an officer recorded, but a contradiction is told.
        """
        filled = ((name, value) for name, value in values.items() if value)
        missing = {name: value for name, value in filled if not getattr(held, name)}
        if hasattr(held, "document"):
            missing.pop("source_file", None)  # our own file is the one
        enacted = held.enacted_on or missing.get("enacted_on")
        promulgated = held.promulgated_on or missing.get("promulgated_on")
        if enacted and promulgated and promulgated < enacted:
            self.remark(
                "tanggal_pengundangan",
                "before_enacted",
                f"{held.citation}: tanggalnya bertentangan dengan registri; tidak dipakai.",
            )
            missing.pop("promulgated_on", None)
            missing.pop("enacted_on", None)
        late = promulgated and held.commences_on and held.commences_on < promulgated
        if late and "promulgated_on" in missing:
            self.remark(
                "tanggal_pengundangan",
                "after_commencement",
                f"{held.citation}: sesudah mulai berlakunya; tidak dipakai.",
            )
            missing.pop("promulgated_on")
        for name, column in (
            ("enacted_on", "tanggal_penetapan"),
            ("promulgated_on", "tanggal_pengundangan"),
        ):
            known, given = getattr(held, name), values[name]
            if known and given and known != given:
                self.remark(
                    column,
                    "differs",
                    f"{held.citation}: di registri {known}, di umpan {given}. "
                    "Registri tidak diubah.",
                )
        stated = values["stated_status"]
        if held.stated_status and stated and held.stated_status != stated:
            told = Force(stated).label.lower()
            self.remark(
                "status",
                "differs",
                f"{held.citation}: umpan kini menyebut {told}. Periksa, lalu catat peristiwanya.",
            )
        for name, value in missing.items():
            setattr(held, name, value)
        if missing:
            held.save(update_fields=list(missing))
        return "updated" if missing else "unchanged"

    def _kind(self, name: str, short: str) -> RegulationKind:
        place = _plain(settings.REGION_PROFILE.short_name)
        ends = (
            *("", place, f"kota{place}", f"kabupaten{place}"),
            *(f"daerahkota{place}", f"daerahkabupaten{place}", "kota", "kabupaten"),
        )
        for text in (name, short):
            plain = _plain(text)
            stems = (plain.removesuffix(end) for end in ends if plain.endswith(end))
            found = next((self.kinds[stem] for stem in stems if stem in self.kinds), None)
            if found is not None and found.reach == Jurisdiction.REGION:
                return found
        raise RowError("jenis", "unknown_kind", f"Jenis “{name}” bukan produk hukum daerah ini.")

    def _day(self, row: Row, name: str) -> date | None:
        text = _text(row, name)
        if not text or text.startswith(("0000", "-", "1970-01-01")):
            return None
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", text) or re.fullmatch(
            r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text
        )
        try:
            if found:
                a, b, c = (int(g) for g in found.groups()[:3])
                return date(a, b, c) if a > 31 else date(c, b, a)
        except ValueError:
            pass
        self.remark(name, "bad_date", f"“{text[:40]}” bukan tanggal; dikosongkan.")
        return None

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
        found = STATUS.get(_plain(text))
        if text and found is None:
            sentence = f"Status “{text[:40]}” tidak dikenal; diabaikan."
            self.remark("status", "unknown_status", sentence)
        return "" if found is None else str(found)

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
