"""A JDIHN feed may be imported at the desk."""

from egov.imports.offers import Column, Offer
from regulations.domain.exchange.jdihn_import import JdihnImporter
from regulations.domain.registry import load_kinds


class _WithKinds(JdihnImporter):
    """In a registry that was never loaded, the kinds come first."""

    def begin(self) -> None:
        load_kinds()
        super().begin()


OFFERS = (
    Offer(
        slug="jdihn",
        title="Peraturan dari JDIHN",
        help="Umpan JDIHN (JSON), atau tabel dengan kolom yang sama.",
        columns=(
            Column("jenis", "jenis peraturan", "Peraturan Contoh"),
            Column("singkatanJenis", "singkatannya; boleh tidak ada"),
            Column("noPeraturan", "nomor", "1"),
            Column("tahun_pengundangan", "tahun", "2026"),
            Column("judul", "judul lengkap", "Peraturan Contoh Nomor 1 Tahun 2026 tentang Contoh"),
            Column("tanggal_penetapan", "tanggal ditetapkan, 2026-01-31", "2026-01-30"),
            Column("tanggal_pengundangan", "tanggal diundangkan", "2026-01-31"),
            Column("tempatTerbit", "tempat terbit"),
            Column("sumber", "lembaran atau berita daerah"),
            Column("subjek", "pokok bahasan"),
            Column("status", "status menurut umpan; disimpan sebagai pernyataan", "Berlaku"),
            Column("urlDownload", "alamat berkasnya, http(s)"),
        ),
        importer=_WithKinds,
        permission="regulations.change_regulation",
        danger=(
            "Peraturan yang belum ada dibuat, dan isian yang masih kosong diisi. Yang sudah "
            "dicatat petugas tidak ditimpa; yang bertentangan dilaporkan."
        ),
        undo=(
            "Impor tidak punya tombol batal. Isian yang keliru diperbaiki di halaman peraturannya; "
            "peraturan yang terlanjur dibuat tetap ada."
        ),
    ),
)
