"""The JDIHN feed: this region's own products as JSON, and its import. All values are strings; unknown ones are empty (DOMAIN.md 4)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings

from egov.imports.engine import Effect, Importer, Row, RowError
from regulations.models import Regulation, RegulationKind
from regulations.models.regulation import Force, Reach

KEYS = (
    "idData", "tahun_pengundangan", "tanggal_penetapan", "tanggal_pengundangan", "jenis", "noPeraturan", "judul", "noPanggil", "singkatanJenis",
    "tempatTerbit", "penerbit", "deskripsiFisik", "sumber", "subjek", "isbn", "status", "bahasa", "bidangHukum", "teuBadan", "nomorIndukBuku",
    "fileDownload", "urlDownload", "urlDetailPeraturan", "operasi", "display",
)  # fmt: skip


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def feed_row(regulation: Regulation, force: str) -> dict[str, str]:
    """One object of the feed; every key of KEYS, every value a string."""
    kind, profile = regulation.kind, settings.REGION_PROFILE
    row = dict.fromkeys(KEYS, "")
    row.update(
        idData=str(regulation.pk),
        tahun_pengundangan=str(regulation.promulgated_on.year if regulation.promulgated_on else regulation.year),
        tanggal_penetapan=_text(regulation.enacted_on),
        tanggal_pengundangan=_text(regulation.promulgated_on),
        jenis=kind.name,
        noPeraturan=regulation.number,
        judul=f"{regulation.full_citation}",
        singkatanJenis=kind.short,
        tempatTerbit=regulation.place or "",
        penerbit=profile.government if regulation.gazette_ref else "",
        sumber=regulation.gazette_ref,
        subjek=regulation.subjects,
        status="" if force == Force.UNKNOWN else str(Force(force).label),
        bahasa="Indonesia",
        teuBadan=profile.name,
        urlDetailPeraturan=f"{settings.SITE_URL}{regulation.get_absolute_url()}",
        operasi="4",
        display="1",
    )
    if hasattr(regulation, "document"):
        address = f"{settings.SITE_URL}{regulation.get_absolute_url()}berkas.pdf"
        row.update(fileDownload=address.rsplit("/", 1)[1], urlDownload=address)
    return row


def feed(on: date) -> list[dict[str, str]]:
    """The region's own products, oldest first, in two queries."""
    rows = Regulation.objects.with_force(on).filter(kind__reach=Reach.REGION).select_related("kind", "document").order_by("year", "kind__rank", "id")
    return [feed_row(row, row.force) for row in rows]


class JdihnImporter(Importer):
    """A JDIHN feed, tolerant of both spellings of dates and numbers; what is wrong is reported, repeated rows are one."""

    kind = "JDIHN"
    required = ("jenis", "noPeraturan", "judul")

    def begin(self) -> None:
        self.kinds = {k.name.lower().replace(" ", ""): k for k in RegulationKind.objects.all()}
        self.kinds |= {k.short.lower().replace(" ", ""): k for k in self.kinds.values()}
        self.known = {(r.kind_id, r.year, r.number): r for r in Regulation.objects.all()}
        self.new: list[Regulation] = []

    def store(self, row: Row) -> Effect:
        kind = self._kind(str(row["jenis"]), str(row.get("singkatanJenis", "")))
        number = re.sub(r"(?i)^\s*(?:nomor|no\.?)\s*", "", str(row["noPeraturan"])).strip()
        if not number or len(number) > 60:
            raise RowError("noPeraturan", "no_number", "Nomor peraturan kosong atau terlalu panjang.")
        title = " ".join(str(row["judul"]).split())
        told = re.search(r"(?i)\btahun\s+((?:19|20)\d\d)", title)
        dates = {"enacted_on": self._day(row, "tanggal_penetapan"), "promulgated_on": self._day(row, "tanggal_pengundangan")}
        enacted, promulgated = dates["enacted_on"], dates["promulgated_on"]
        if enacted and promulgated and promulgated < enacted:
            raise RowError("tanggal_pengundangan", "before_enacted", "Tanggal diundangkan sebelum tanggal ditetapkan.")
        year_text = told[1] if told else str(enacted.year) if enacted else str(row.get("tahun_pengundangan", ""))
        if not re.fullmatch(r"(?:19|20)\d\d", year_text):
            raise RowError("tahun_pengundangan", "no_year", "Tahun peraturan tidak diketahui dari judul maupun tanggalnya.")
        about = re.split(r"(?i)\btentang\s+", title, maxsplit=1)
        values: dict[str, Any] = {**dates, "title": (about[1] if len(about) == 2 else title)[:600], "gazette_ref": str(row.get("sumber", ""))[:160]}
        key = (kind.pk, int(year_text), number)
        held = self.known.get(key)
        if held is None:
            self.known[key] = made = Regulation(kind=kind, year=int(year_text), number=number, source_note="JDIHN", **values)
            self.new.append(made)
            return "created"
        return "unchanged" if held.pk is None else self._fill(held, values)

    def finish(self) -> None:
        Regulation.objects.bulk_create(self.new, batch_size=1000)

    @staticmethod
    def _fill(held: Regulation, values: dict[str, Any]) -> Effect:
        """Only what is still unknown is filled: a feed never overwrites what an officer recorded."""
        missing = {name: value for name, value in values.items() if value and not getattr(held, name)}
        for name, value in missing.items():
            setattr(held, name, value)
        if missing:
            held.save(update_fields=list(missing))
        return "updated" if missing else "unchanged"

    def _kind(self, name: str, short: str) -> RegulationKind:
        for text in (name, short):
            plain = text.lower().replace(" ", "").replace("walikota", "walikota")
            found = self.kinds.get(plain) or self.kinds.get(
                re.sub(r"(?:kota|kabupaten)?" + settings.REGION_PROFILE.short_name.lower() + "$", "", plain)
            )
            if found is not None:
                return found
        raise RowError("jenis", "unknown_kind", f"Jenis “{name}” tidak dikenal.")

    @staticmethod
    def _day(row: Row, name: str) -> date | None:
        text = str(row.get(name, "")).strip()
        if not text or text.startswith(("0000", "-", "1970-01-01")):
            return None
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", text) or re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text)
        try:
            if found:
                a, b, c = (int(g) for g in found.groups()[:3])
                return date(a, b, c) if a > 31 else date(c, b, a)
        except ValueError:
            pass
        raise RowError(name, "bad_date", f"“{text}” bukan tanggal.")
