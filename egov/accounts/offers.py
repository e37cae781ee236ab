"""People and their offices may be imported at the desk, so that nobody types a thousand heads."""

from egov.accounts.importers import AppointmentImporter
from egov.imports.offers import Column, Offer

OFFERS = (
    Offer(
        slug="penunjukan",
        title="Petugas dan jabatannya",
        help="Satu baris satu orang dengan satu jabatan. Orangnya dicocokkan menurut kontaknya.",
        columns=(
            Column("nama", "nama lengkap", "Nama Contoh"),
            Column("kontak", "e-mail atau nomor HP", "nama@contoh.example"),
            Column("jabatan", "nama jabatan di portal", "Lurah"),
            Column("wilayah", "kode wilayah, untuk jabatan wilayah", "35.78.99.1001"),
            Column("perangkat_daerah", "kode OPD, untuk jabatan OPD"),
            Column("mulai", "2026-01-31; kosong berarti hari ini", "2026-01-31"),
            Column("sampai", "hari sesudah hari terakhir; kosong berarti terbuka"),
            Column("surat", "surat penunjukannya", "contoh"),
        ),
        importer=AppointmentImporter,
        permission="accounts.appoint",
        danger=(
            "Akun dibuat untuk kontak yang belum dikenal, dan jabatannya langsung berlaku. "
            "Jabatan yang sudah dipegang orang lain tidak diganti: akhiri dulu di halamannya. "
            "Kontak masuk lewat berkas ini dan tidak pernah keluar lewat unduhan."
        ),
        undo=(
            "Impor tidak punya tombol batal. Penunjukan yang keliru diakhiri dari daftar "
            "penunjukan: saring, centang, lalu “Akhiri sekarang”."
        ),
    ),
)
