"""The kamus, its prices and groups may be imported at the desk."""

from egov.imports.offers import Column, Offer
from musrenbang.imports.conditions import ConditionImporter
from musrenbang.imports.earlier import EarlierImporter
from musrenbang.imports.groups import GroupImporter
from musrenbang.imports.kamus import EntryImporter, VariantImporter

OFFERS = (
    Offer(
        slug="kamus-usulan",
        title="Kamus usulan: jenis",
        help="Jenis usulan, siapa penanggung jawabnya, dan syaratnya. Dicocokkan menurut kode.",
        columns=(
            Column("kode", "kode tetap, huruf kecil tanpa spasi", "contoh-jenis"),
            Column("jenis", "nama", "Jenis contoh"),
            Column("sifat", "Fisik atau Pemberdayaan", "Fisik"),
            Column("perangkat_daerah", "kode atau nama pendek OPD penanggung jawab", "Contoh"),
            Column("kebutuhan", "Jalan, Air, Terang dan aman, Bersih dan hijau, ...", "Jalan"),
            Column("kata_sehari_hari", "kata yang dipakai warga", "contoh"),
            Column("penjelasan", "apa yang dapat diusulkan", "Contoh penjelasan."),
            Column("syarat", "apa yang harus ada"),
            Column("keluaran", "keluaran"),
            Column("hasil", "hasil"),
            Column("sub_kegiatan", "sub-kegiatan"),
            Column("dapat_diusulkan", "ya atau tidak; kosong berarti ya", "ya"),
        ),
        importer=EntryImporter,
        permission="musrenbang.change_kamusentry",
        danger=(
            "Isian yang berbeda ditimpa. Jenis yang tidak ada di berkas tidak diubah. Usulan yang "
            "sudah terkirim memakai harga waktu dikirim."
        ),
    ),
    Offer(
        slug="harga-usulan",
        title="Kamus usulan: ukuran dan harga",
        help="Ukuran tiap jenis, satuannya, dan harga satuannya. Dicocokkan menurut kode.",
        columns=(
            Column("kode", "kode ukuran", "contoh-ukuran"),
            Column("kode_jenis", "kode jenisnya; wajib untuk ukuran baru", "contoh-jenis"),
            Column("ukuran", "ukuran atau bahan", "lebar 2 m"),
            Column("satuan", "satuan", "m2"),
            Column("volume_paling_kecil", "kosong berarti tanpa batas"),
            Column("volume_paling_besar", "kosong berarti tanpa batas"),
            Column("harga_satuan", "rupiah bulat; kosong bila belum ada", 150000),
            Column("berlaku_sejak", "2026-01-31; kosong berarti hari ini", "2026-01-31"),
            Column("sumber", "SSH atau HSPK yang mana", "SSH contoh 2026"),
            Column("dasar", "peraturan di registri: jenis/tahun/nomor", "perwali/2026/12"),
        ),
        importer=VariantImporter,
        permission="musrenbang.change_kamusprice",
        danger=(
            "Harga yang berbeda mengakhiri harga lama pada tanggal berlakunya. Harga lama tetap "
            "tersimpan, dan usulan yang sudah terkirim tidak berubah."
        ),
        undo=(
            "Impor tidak punya tombol batal. Untuk kembali, impor harga sebelumnya dengan tanggal "
            "berlaku yang baru; ukuran yang baru dibuat tetap ada."
        ),
    ),
    Offer(
        slug="kelompok",
        title="Kelompok yang didaftarkan kelurahan",
        help="Kelompok dan yang ditunjuk mewakilinya. Dicocokkan menurut kelurahan dan nama.",
        columns=(
            Column("kode_kelurahan", "kode desa/kelurahan Anda", "35.78.01.1001"),
            Column("kelompok", "nama kelompok", "Karang Taruna Contoh"),
            Column("unsur", "Perempuan, Pemuda, Anak, Penyandang disabilitas, ...", "Pemuda"),
            Column("surat", "nomor dan tanggal surat penunjukan", "01/2026"),
            Column("kontak", "kontak akun yang mewakili; tidak pernah keluar lagi"),
        ),
        importer=GroupImporter,
        permission="musrenbang.register_group",
        danger="Surat yang berbeda mengganti yang mewakili kelompok itu.",
    ),
    Offer(
        slug="syarat-usulan",
        title="Kamus usulan: syarat yang ditanyakan",
        help="Pertanyaan tiap jenis dan jawaban yang memenuhi syarat. Dicocokkan menurut kode.",
        columns=(
            Column("kode_jenis", "kode jenis di kamus", "contoh-jenis"),
            Column("kode", "kode pertanyaan, huruf kecil tanpa spasi", "lebar"),
            Column("pertanyaan", "yang dibaca warga", "Berapa lebar gangnya?"),
            Column("jawaban", "Angka, Ya atau tidak, atau Pilihan", "Angka"),
            Column("satuan", "wajib untuk angka", "m"),
            Column("paling_kecil", "untuk angka; kosong berarti tanpa batas"),
            Column("paling_besar", "untuk angka; kosong berarti tanpa batas", 3),
            Column("pilihan", "untuk pilihan, dipisah koma"),
            Column("yang_sesuai", "ya, tidak, atau sebagian pilihan dipisah koma"),
            Column(
                "bila_tidak_sesuai",
                "apa yang dapat dilakukan warga",
                "Usulkan sebagai jalan kota lewat kelurahan.",
            ),
        ),
        importer=ConditionImporter,
        permission="musrenbang.change_kamuscondition",
        danger="Isian yang berbeda ditimpa. Jawaban pada usulan yang sudah terkirim tidak berubah.",
    ),
    Offer(
        slug="usulan-lama",
        title="Usulan tahun sebelumnya",
        help="Riwayat tahun yang tidak dijalankan di portal ini, dengan hasilnya. Dicocokkan "
        "menurut tahun dan nomor di catatan asalnya.",
        columns=(
            Column("nomor", "nomor di catatan asalnya", "SSW-0001"),
            Column("tahun", "tahun RKPD yang sudah lewat", 2024),
            Column("judul", "judul usulan", "Paving gang contoh"),
            Column("kode_ukuran", "kode ukuran di kamus usulan", "contoh-ukuran"),
            Column("kode_wilayah", "kode RW, kelurahan, atau kecamatan; kosong: seluruh daerah"),
            Column("alamat", "tanpa nama dan nomor HP orang", "Gang 1"),
            Column("masalah", "bila tercatat"),
            Column("harapan", "bila tercatat"),
            Column("volume", "angka dalam satuan kamus", 100),
            Column("biaya", "rupiah bulat", 21000000),
            Column("perangkat_daerah", "kosong berarti menurut kamus"),
            Column("dikirim", "2023-01-31; kosong berarti 1 Januari tahun itu"),
            Column("keadaan", "Diterima, Ditolak, Cadangan, atau Tidak dibahas", "Diterima"),
            Column("alasan", "seperti tercatat waktu itu"),
        ),
        importer=EarlierImporter,
        permission="musrenbang.record_earlier",
        danger="Tersimpan sebagai riwayat “dicatat dari tahun sebelumnya” dan tidak dapat diubah.",
        undo="Riwayat tidak dapat dihapus. Tahan dari umum usulan yang keliru.",
    ),
)
