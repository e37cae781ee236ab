"""What the example articles say. All made up, and each says so in its first words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from news.vocabulary import ArticleKind, Verdict

NOTE = "<p><em>Ini artikel contoh; peristiwanya rekaan.</em></p>"


@dataclass(frozen=True)
class Story:
    """`picture` says what the drawn picture shows; empty for none."""

    kind: str
    title: str
    lead: str
    text: str
    picture: str = ""
    correction: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> str:
        return NOTE + self.text


_LAPSES = timezone.localdate() + timedelta(days=30)

STORIES = (
    Story(
        ArticleKind.NEWS,
        "Contoh: Jam buka taman kota diperpanjang",
        "Taman kota buka sampai pukul 21.00 setiap hari.",
        "<p>Lampu jalan setapak sudah diganti. Warga diminta membawa pulang sampahnya.</p>"
        "<h2>Yang perlu diketahui</h2><ul><li>Buka pukul 05.00</li><li>Tutup pukul 21.00</li></ul>",
        "Deretan rumah di tepi taman kota",
    ),
    Story(
        ArticleKind.RELEASE,
        "Contoh: Rembuk warga membahas usulan tahun depan",
        "Rembuk tingkat RW dimulai; jadwalnya ada di agenda.",
        '<p>Jadwal tiap RW dapat dibaca di <a href="/agenda/">agenda</a>, dan usulan dikirim lewat '
        '<a href="/usulan/">halaman usulan</a>.</p>',
        "Jalan lingkungan dengan rumah dan pohon",
    ),
    Story(
        ArticleKind.ANNOUNCEMENT,
        "Contoh: Pendaftaran pelatihan usaha rumahan",
        "Pendaftaran dibuka selama satu bulan tanpa biaya.",
        "<p>Peserta mendaftar di loket kelurahan dengan membawa KTP.</p>"
        "<table><tbody><tr><th>Kelas</th><th>Tempat</th></tr>"
        "<tr><td>Kue kering</td><td>30</td></tr><tr><td>Menjahit</td><td>20</td></tr>"
        "</tbody></table>",
        more={"announcement_number": "001/CONTOH", "lapses_on": _LAPSES},
    ),
    Story(
        ArticleKind.CLARIFICATION,
        "Contoh: Kabar loket kependudukan ditutup selamanya",
        "Loket hanya tutup dua hari untuk perawatan.",
        "<p>Pesan berantai menyebut loket ditutup selamanya. Itu tidak benar.</p>",
        more={
            "claim": "Loket kependudukan ditutup selamanya.",
            "verdict": Verdict.FALSE,
            "evidence": '<p>Jadwal tutup dua hari ada di <a href="/agenda/">agenda</a>.</p>',
        },
    ),
    Story(
        ArticleKind.NEWS,
        "Contoh: Saluran air dibersihkan sebelum musim hujan",
        "Kerja bakti dilakukan bergiliran tiap kelurahan.",
        "<p>Alat dipinjamkan lewat kelurahan. Jadwalnya ditentukan bersama ketua RW.</p>",
        "Deretan rumah dan saluran di tepi jalan",
        correction="Semula tertulis kecamatan; yang benar kelurahan (contoh).",
    ),
    Story(
        ArticleKind.NEWS,
        "Contoh: Perpustakaan keliling menambah rute",
        "Dua rute baru melewati sekolah dan balai RW.",
        "<p>Mobil singgah satu jam di tiap tempat. Buku dipinjam dua minggu.</p>",
        "Jalan dengan pohon rindang",
    ),
    Story(
        ArticleKind.RELEASE,
        "Contoh: Pemeriksaan kesehatan gratis bagi lansia",
        "Pemeriksaan diadakan di posyandu tiap kelurahan.",
        "<p>Bawa kartu keluarga. Keluarga boleh menemani.</p>",
        "Rumah-rumah di lingkungan posyandu",
    ),
    Story(
        ArticleKind.ANNOUNCEMENT,
        "Contoh: Uji coba arah lalu lintas di jalan pasar",
        "Uji coba berlangsung dua minggu pada pagi hari.",
        "<p>Ikuti rambu sementara dan arahan petugas.</p>",
        more={"announcement_number": "002/CONTOH", "lapses_on": _LAPSES},
    ),
    Story(
        ArticleKind.NEWS,
        "Contoh: Bank sampah RW menambah jam layanan",
        "Sampah terpilah diterima juga pada hari Sabtu.",
        "<blockquote><p>Pilah dari rumah, timbang di sini.</p></blockquote>"
        "<p>Hasil timbangan dicatat di buku tabungan.</p>",
        "Deretan rumah dengan taman kecil",
    ),
    Story(
        ArticleKind.CLARIFICATION,
        "Contoh: Kabar biaya mengurus surat pengantar",
        "Surat pengantar RW dan kelurahan tidak dipungut biaya.",
        "<p>Beredar daftar biaya yang tidak pernah diterbitkan pemerintah kota.</p>",
        more={
            "claim": "Surat pengantar dikenai biaya.",
            "verdict": Verdict.MISLEADING,
            "evidence": "<p>Tidak ada tarif untuk surat pengantar (contoh).</p>",
        },
    ),
    Story(
        ArticleKind.NEWS,
        "Contoh: Lomba kampung bersih memasuki penilaian",
        "Juri berkeliling selama satu minggu.",
        "<p>Nilai diumumkan di halaman ini sesudah semua kampung dikunjungi.</p>",
        "Kampung dengan rumah berjajar",
    ),
    Story(
        ArticleKind.RELEASE,
        "Contoh: Peta jaringan serat kota dibuka untuk umum",
        "Peta menunjukkan letak umum tanpa rincian yang rawan.",
        '<p>Lihat di <a href="/infrastruktur/peta/">peta infrastruktur</a>.</p>',
        "Jalan utama dengan deretan bangunan",
    ),
)
