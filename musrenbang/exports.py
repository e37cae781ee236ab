"""What leaves as a table: the kamus for everybody, lists of the desk for who may read them.

Nobody is named in them: a proposal by its place, a decision by its office. What is withheld from
the public stays at the desk, for nobody knows where a file goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef

from egov.web.exports import Column, Table, table_of
from egov.web.templatetags.portal import short_day
from musrenbang.domain.moderation import TITLE
from musrenbang.models import KamusVariant, Proposal, Withholding

if TYPE_CHECKING:
    from musrenbang.models.decision import DecisionQuerySet
    from musrenbang.models.proposal import ProposalQuerySet


def _price(variant: KamusVariant) -> Any:
    return variant.unit_price  # type: ignore[attr-defined]  # by KamusVariantQuerySet.priced


KAMUS = (
    Column("kode", "code", 18),
    Column("jenis", "entry.name", 30),
    Column("ukuran", "label", 26),
    Column("satuan", "unit", 10),
    Column("harga_satuan", _price, 16),
    Column("sifat", "entry.get_nature_display", 14),
    Column("perangkat_daerah", "entry.agency.short_name", 18),
    Column("penjelasan", "entry.definition", 60),
    Column("syarat", "entry.conditions", 60),
    Column("contoh", "entry.example", 8),
    Column("kebutuhan", "entry.get_need_display", 20),
    Column("kode_jenis", "entry.code", 18),
    Column("volume_paling_kecil", "min_volume"),
    Column("volume_paling_besar", "max_volume"),
    Column("dasar", "price_basis", 20),
)
GROUPS = (  # who speaks for one goes in, never out
    Column("kode_kelurahan", "kelurahan.code", 18),
    Column("kelompok", "name", 40),
    Column("unsur", "get_kind_display", 18),
    Column("surat", "letter", 30),
    Column("diakhiri", "ended_at"),
)
NOTE = "Harga dan jenis di sini data contoh, bukan ketetapan pemerintah daerah."


def example_note(variants: Sequence[KamusVariant]) -> str:
    """What is said beside prices that nobody has decided."""
    return NOTE if any(variant.entry.example for variant in variants) else ""


def kamus_table(variants: Sequence[KamusVariant], on: date) -> Table:
    """Price in whole rupiah, empty where none is held."""
    return table_of(
        "Kamus usulan",
        KAMUS,
        variants,
        note=f"Harga per {short_day(on)}. {example_note(variants)}".strip(),
        sheet="musrenbang/kamus",
    )


ENTRIES = (
    Column("kode", "code", 18),
    Column("jenis", "name", 30),
    Column("sifat", "get_nature_display", 14),
    Column("kebutuhan", "get_need_display", 20),
    Column("perangkat_daerah", "agency.short_name", 18),
    Column("kata_sehari_hari", "keywords", 40),
    Column("penjelasan", "definition", 60),
    Column("syarat", "conditions", 60),
    Column("keluaran", "output", 30),
    Column("hasil", "outcome", 30),
    Column("sub_kegiatan", "sub_activity", 30),
    Column("dapat_diusulkan", "active"),
    Column("contoh", "example", 8),
)

CONDITIONS = (  # the columns of the import page
    Column("kode_jenis", "entry.code", 18),
    Column("kode", "code", 18),
    Column("pertanyaan", "question", 40),
    Column("jawaban", "get_kind_display", 14),
    Column("satuan", "unit", 10),
    Column("paling_kecil", "least", 12),
    Column("paling_besar", "most", 12),
    Column("pilihan", lambda row: ", ".join(row.choices), 30),
    Column("yang_sesuai", lambda row: ", ".join(row.accepted), 30),
    Column("bila_tidak_sesuai", "instead", 60),
)


def _unless_withheld(name: str) -> Callable[[Proposal], Any]:
    """A field as `moderation.for_public` leaves it."""
    return lambda row: None if row.withheld else getattr(row, name)


PROPOSALS = (
    Column("nomor", "number"),
    Column("tahun", "channel.cycle.year", 8),
    Column("jalur", "channel.name", 20),
    Column("judul", lambda row: TITLE if row.withheld else row.title, 40),
    Column("jenis", "kind", 26),
    Column("ukuran", "size", 20),
    Column("kode_ukuran", "variant.code", 18),
    Column("kode_wilayah", lambda row: row.area.code if row.area else "", 20),
    Column("kode_rw", "rw.code", 20),
    Column("rw", "rw.name", 8),
    Column("kelurahan", "kelurahan.name", 20),
    Column("kecamatan", "kecamatan.name", 20),
    Column("alamat", _unless_withheld("address"), 30),
    Column("lintang", _unless_withheld("latitude"), 12),
    Column("bujur", _unless_withheld("longitude"), 12),
    Column("volume_diusulkan", "proposed_volume"),
    Column("volume", "volume", 12),
    Column("satuan", "unit", 10),
    Column("biaya_diusulkan", "proposed_cost"),
    Column("biaya", "cost"),
    Column("perangkat_daerah", "agency.short_name", 18),
    Column("dikirim", "submitted_at", 20),
    Column("tingkat", "tier_word"),
    Column("keadaan", "get_state_display", 26),
    Column("keterangan", "status", 40),
    Column("urutan_rw", "rw_rank", 10),
    Column("dukungan", "support_count", 10),
    Column("ditahan_dari_umum", "withheld", 10),
)


def proposals_to_export(rows: ProposalQuerySet) -> ProposalQuerySet:
    """With all that PROPOSALS reads."""
    rows = rows.select_related(
        "rw", "kelurahan", "kecamatan", "variant", "agency", "channel__cycle"
    )
    return rows.defer("search", "problem", "wish")


def _reason(decision: Any) -> str:
    if decision.reason_withheld:
        decision.reason = ""
    text: str = decision.reason_text
    return text


DECISIONS = (
    Column("usulan", "proposal.number"),
    Column("urutan", "sequence", 8),
    Column("waktu", "decided_at", 20),
    Column("tingkat", "tier_word"),
    Column("oleh", "office", 30),
    Column("keputusan", "get_outcome_display", 26),
    Column("alasan", _reason, 60),
    Column("volume", "volume", 12),
    Column("biaya", "cost"),
    Column("urutan_rw", "rw_rank", 10),
    Column("urutan_daftar", "given_rank", 10),
    Column("urutan_cadangan", "reserve_rank", 10),
    Column("dilengkapi_sampai", "deadline"),
    Column("digabung_ke", "merged_number"),
    Column("membetulkan", "superseded", 10),
)


def decisions_to_export(rows: DecisionQuerySet) -> DecisionQuerySet:
    """With all that DECISIONS reads."""
    withheld = Withholding.objects.standing().filter(decision=OuterRef("pk"))
    rows = rows.select_related("proposal").annotate(
        reason_withheld=Exists(withheld),
        merged_number=F("merged_into__number"),
        superseded=F("supersedes__sequence"),
    )
    return rows.defer("proposal__search", "proposal__problem", "proposal__wish")
