"""What of agenda and news may be imported at the desk."""

from egov.imports.offers import Column, Offer
from news.imports.articles import ArticleImporter
from news.imports.calendars import CalendarImporter
from news.imports.events import EventImporter

_AGENCY = "kode OPD; kosong berarti perangkat daerah Anda"
_ONLY_NEW = (
    "Hanya menambah. Yang sudah tercatat dibiarkan seperti di meja kerja, dan tidak ada yang "
    "dihapus."
)
_UNDO = (
    "Impor tidak punya tombol batal. Acara yang terlanjur dicatat dibatalkan di Waktu acara, "
    "atau diubah menjadi internal."
)

OFFERS = (
    Offer(
        slug="agenda",
        title="Agenda: acara",
        help="Satu baris satu acara, dengan pengulangannya.",
        columns=(
            Column("judul", "nama acara", "Acara contoh"),
            Column("jenis", "rapat, layanan-keliling, layanan-tutup, pelatihan, kegiatan", "rapat"),
            Column("perangkat_daerah", _AGENCY),
            Column("mulai", "2027-01-31 09:00, waktu daerah", "2027-01-31 09:00"),
            Column("selesai", "2027-01-31 11:00", "2027-01-31 11:00"),
            Column("sepanjang_hari", "ya atau tidak; kosong berarti tidak", "tidak"),
            Column("untuk", "public, invited, internal; kosong berarti public"),
            Column("tempat", "tempatnya", "Balai contoh"),
            Column("wilayah", "kode kecamatan atau kelurahan; boleh kosong"),
            Column("keterangan", "keterangan", "Ini contoh."),
            Column("tautan", "https:// atau alamat di portal ini"),
            Column("tempat_duduk", "bila perlu mendaftar"),
            Column("ulang", "DAILY, WEEKLY, MONTHLY; kosong berarti sekali"),
            Column("ulang_hari", "MO,TU,WE,TH,FR,SA,SU"),
            Column("ulang_minggu_ke", "1 sampai 5, atau -1; hanya bulanan"),
            Column("ulang_kali", "berapa kali, atau"),
            Column("ulang_sampai", "tanggal terakhir, 2027-03-31"),
        ),
        importer=EventImporter,
        permission="news.add_event",
        danger=f"{_ONLY_NEW} Acara untuk umum langsung tampil di halaman agenda.",
        undo=_UNDO,
    ),
    Offer(
        slug="agenda-ics",
        title="Agenda: berkas kalender (.ics)",
        help="Ekspor kalender lain. Peserta, lampiran, dan pengingatnya tidak dibaca.",
        columns=(
            Column("UID", "nomor acara di kalender asalnya", "contoh-1"),
            Column("SUMMARY", "nama acara", "Acara contoh"),
            Column("DTSTART", "mulai", "20270131T020000Z"),
            Column("DTEND", "selesai", "20270131T040000Z"),
            Column("LOCATION", "tempat", "Balai contoh"),
            Column("DESCRIPTION", "keterangan", "Ini contoh."),
            Column("ORGANIZER", "nama (CN) yang berisi kode atau nama pendek OPD"),
            Column("CLASS", "PRIVATE menjadi acara internal"),
            Column("RRULE", "pengulangan harian, mingguan, atau bulanan, yang berakhir"),
        ),
        importer=CalendarImporter,
        permission="news.add_event",
        formats=(".ics",),
        danger=f"{_ONLY_NEW} Acara yang bukan PRIVATE langsung tampil di halaman agenda.",
        undo=_UNDO,
    ),
    Offer(
        slug="berita",
        title="Berita: konsep artikel",
        help="Satu baris satu konsep. Penyunting lain yang menyetujuinya sebelum terbit.",
        columns=(
            Column("jenis", "berita, siaran-pers, pengumuman, klarifikasi", "berita"),
            Column("judul", "judul", "Artikel contoh"),
            Column("ringkasan", "satu atau dua kalimat", "Ringkasan contoh."),
            Column("isi", "HTML: paragraf, judul kecil, daftar, tabel, tautan", "<p>Contoh.</p>"),
            Column("kode_penulis", "contoh hnm/pri"),
            Column("perangkat_daerah", _AGENCY),
            Column("wilayah", "kode kecamatan atau kelurahan; boleh kosong"),
            Column("nomor_pengumuman", "bagi pengumuman"),
            Column("berlaku_sampai", "bagi pengumuman, 2027-03-31"),
            Column("yang_beredar", "bagi klarifikasi"),
            Column("kesimpulan", "salah, menyesatkan, benar, belum-terbukti"),
            Column("bukti", "bagi klarifikasi, HTML"),
        ),
        importer=ArticleImporter,
        permission="news.add_edition",
        danger=f"{_ONLY_NEW} Belum ada yang terbit karenanya.",
    ),
)
