"""Proposals of an earlier year from a table, by the columns of their export."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal
from musrenbang.domain.earlier import NOT_RECORDED, Earlier, check_earlier, record_earlier
from musrenbang.imports.kamus import day_of, number_of, text_of
from musrenbang.models import Channel, KamusVariant, Proposal
from musrenbang.vocabulary import EARLIER_YEARS, State

# columns of the table by what the verb refuses
COLUMNS = {
    "year": "tahun",
    "number": "nomor",
    "state": "keadaan",
    "area": "kode_wilayah",
    "title": "judul",
    "problem": "masalah",
    "wish": "harapan",
    "address": "alamat",
    "volume": "volume",
    "cost": "biaya",
}


class EarlierImporter(Importer):
    """Matched by year and the number in their own record. What is recorded is never changed."""

    kind = "usulan tahun sebelumnya"
    required = ("nomor", "tahun", "judul", "kode_ukuran", "volume", "biaya", "keadaan")

    def begin(self) -> None:
        assert self.actor_id is not None  # no command: an office records
        self.actor = User.objects.get(pk=self.actor_id)
        self.today = timezone.localdate()
        run_here = Channel.objects.exclude(code=EARLIER_YEARS)
        self.years_here = sorted(set(run_here.values_list("cycle__year", flat=True)))
        variants = KamusVariant.objects.select_related("entry__agency")
        self.variants = {variant.code: variant for variant in variants}
        areas = Area.objects.select_related("parent__parent").order_by("valid")
        self.areas = {area.code: area for area in areas}
        agencies = list(Agency.objects.all())
        self.agencies = {a.code.lower(): a for a in agencies}
        self.agencies |= {a.short_name.lower(): a for a in agencies}
        self.states = {str(state.label).lower(): state for state in State}
        rows = Proposal.objects.exclude(earlier_number="").values_list(
            *("channel__cycle__year", "earlier_number", "title", "cost", "state")
        )
        self.known: dict[tuple[int, str], Any] = {(y, n): rest for y, n, *rest in rows}
        self.waiting: list[Earlier] = []

    def store(self, row: Row) -> Effect:
        given = self._read(row)
        told = [given.title, given.cost, given.state]
        known = self.known.get((given.year, given.number))
        if known == told:
            return "unchanged"
        if known is not None:
            sentence = "Nomor ini sudah dicatat dengan isi lain. Catatan yang ada tidak diubah."
            raise RowError("nomor", "recorded_otherwise", sentence)
        try:
            check_earlier(given, self.years_here, self.today)
        except Refusal as refusal:
            column = COLUMNS.get(refusal.field, "nomor")
            raise RowError(column, refusal.code, f"{column}: {refusal.sentence}") from None
        self.known[given.year, given.number] = told
        self.waiting.append(given)
        return "created"

    def flush(self) -> None:
        record_earlier(actor=self.actor, rows=self.waiting)
        self.waiting = []

    def _read(self, row: Row) -> Earlier:
        variant = self._known(row, "kode_ukuran", self.variants, "kode ukuran yang ada di kamus")
        year = int(number_of(row, "tahun") or 0)
        first_day = date(year, 1, 1) if MINYEAR <= year <= MAXYEAR else self.today
        return Earlier(
            year=year,
            number=text_of(row, "nomor"),
            title=text_of(row, "judul"),
            variant=variant,
            agency=self._agency(row) or variant.entry.agency,
            area=self._area(row),
            volume=self._number(row, "volume"),
            cost=self._number(row, "biaya"),
            state=self._known(row, "keadaan", self.states, "hasil akhirnya, contoh Diterima"),
            sent_on=day_of(row, "dikirim") or first_day,
            problem=text_of(row, "masalah") or NOT_RECORDED,
            wish=text_of(row, "harapan") or NOT_RECORDED,
            address=text_of(row, "alamat") or NOT_RECORDED,
            note=text_of(row, "alasan"),
        )

    def _agency(self, row: Row) -> Agency | None:
        if not text_of(row, "perangkat_daerah"):
            return None
        what = "kode atau nama pendek perangkat daerah"
        return self._known(row, "perangkat_daerah", self.agencies, what)  # type: ignore[no-any-return]

    def _area(self, row: Row) -> Area | None:
        """None is the whole region."""
        if not text_of(row, "kode_wilayah"):
            return None
        return self._known(row, "kode_wilayah", self.areas, "kode wilayah")  # type: ignore[no-any-return]

    def _number(self, row: Row, column: str) -> Decimal:
        value = number_of(row, column)
        if value is None:
            raise RowError(column, "empty", f"{column}: isi angkanya.")
        return value

    def _known(self, row: Row, column: str, known: dict[str, Any], what: str) -> Any:
        """What a code or a word stands for; codes as they are, words in small letters."""
        asked = text_of(row, column)
        value = known.get(asked) or known.get(asked.lower())
        if value is None:
            raise RowError(column, "unknown", f"{column}: tulis {what}.")
        return value
