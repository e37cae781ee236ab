"""What leaves of the registry as a table: lists of the desk. The board is its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from egov.web.exports import Column
from regulations.vocabulary import Force, LifecycleState

if TYPE_CHECKING:
    from regulations.models.application import ApplicationQuerySet
    from regulations.models.regulation import RegulationQuerySet

UNKNOWN = "belum diketahui"


def _text(row: Any) -> str:
    document = getattr(row, "document", None)
    return document.state if document else "belum ada"


REGULATIONS = (
    Column("jenis", "kind.short", 14),
    Column("nomor", "number", 18),
    Column("tahun", "year", 8),
    Column("tentang", "title", 60),
    Column("status", lambda row: Force(row.force).label, 18),
    Column("ditetapkan", "enacted_on", 14),
    Column("diundangkan", "promulgated_on", 14),
    Column("mulai_berlaku", "commences_on", 14),
    Column("sumber", "gazette_ref", 30),
    Column("pemrakarsa", "initiator.short_name", 18),
    Column("subjek", "subjects", 30),
    Column("pajak_atau_retribusi", "tax_or_levy", 10),
    Column("wilayah_lain", "other_region", 10),
    Column("naskah", _text),
    Column("asal_data", "source_note", 30),
)


def regulations_to_export(rows: RegulationQuerySet, on: date) -> RegulationQuerySet:
    """With all that REGULATIONS reads; their status as of a day."""
    return rows.with_force(on).select_related("kind", "initiator", "document")


def _life(row: Any) -> str:
    return LifecycleState(row.life).label if row.life else UNKNOWN


APPLICATIONS = (
    Column("kode", "code", 18),
    Column("aplikasi", "name", 30),
    Column("unsur", "get_element_display", 26),
    Column("pemilik", "owner.short_name", 18),
    Column("keadaan", _life),
    Column("dipakai_sejak", "first_year", 10),
    Column("kegunaan", "purpose", 60),
    Column("alamat", "address", 30),
    Column("pengguna", "users", 30),
    Column("data_yang_disimpan", "data_held", 40),
    Column("mewajibkan_warga", "obliges", 10),
    Column("pajak_atau_retribusi", "tax_or_levy", 10),
    Column("kewajiban", "obligation", 40),
    Column("referensi_spbe", "spbe_reference", 20),
    Column("asal_data", "source_note", 30),
)


def applications_to_export(rows: ApplicationQuerySet, on: date) -> ApplicationQuerySet:
    """With all that APPLICATIONS reads; their state as of a day."""
    return rows.with_life(on).select_related("owner")
