"""Perangkat daerah may be imported at the desk."""

from egov.agencies.importers import AgencyImporter
from egov.imports.offers import Column, Offer

OFFERS = (
    Offer(
        slug="perangkat-daerah",
        title="Perangkat daerah",
        help="Kode, nama pendek, dan nama perangkat daerah. Dicocokkan menurut kode.",
        columns=(
            Column("code", "kode tetap, huruf kecil tanpa spasi", "contoh"),
            Column("short_name", "nama pendek", "Contoh"),
            Column("name", "nama lengkap", "Dinas Contoh"),
            Column("basis", "dasar hukum; kosong mengosongkan", "Perda Contoh"),
        ),
        importer=AgencyImporter,
        permission="agencies.change_agency",
        danger=(
            "Nama dan dasar hukum yang berbeda ditimpa. Perangkat daerah yang tidak ada di berkas "
            "tidak diubah dan tidak dihapus. Yang digabung atau diganti dengan peraturan dicatat "
            "sendiri, karena berkas ini tidak menyebut sejak kapan."
        ),
        undo=(
            "Impor tidak punya tombol batal. Untuk kembali, impor berkas dengan isi sebelumnya; "
            "isi lama ada di riwayat tiap perangkat daerah. Yang baru dibuat tetap ada."
        ),
    ),
)
