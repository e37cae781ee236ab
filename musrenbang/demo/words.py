"""Sentences and names from which the demo is put together. All fictional."""

FIRST = (
    "Sari Budi Wati Agus Ningsih Joko Lestari Hadi Rahayu Slamet Endah Bambang Tutik Eko Yuni Darto Mira Puji Ratna Widodo "
    "Asih Gunawan Laras Teguh Indah Suryo Dewi Karno Lilis Prapto Nur Seno Umi Wahyu Tari Basuki Retno Jaya Sulis Aryo"
).split()
LAST = "Contohwati Contohadi Rekaningsih Rekawan Misalia Misaldi Umpamasari Umpamanto Teladani Teladanto".split()

SPOTS = (
    "Gang {n}, depan balai RW",
    "Gang {n}, dekat pos ronda",
    "Gang {n} sisi timur",
    "Gang {n} sisi barat",
    "Gang {n}, belakang musala",
    "Gang {n}, samping taman",
    "Blok {l} nomor {n} sampai {m}",
    "Jalan masuk RT {n}",
    "Ujung gang {n}, dekat lapangan",
)
TITLES = {
    "paving": ("Pavingisasi gang {n}", "Paving jalan RT {n}", "Perbaikan paving gang {n}"),
    "saluran": ("Saluran air gang {n}", "Perbaikan saluran RT {n}"),
    "pengerukan": ("Pengerukan saluran gang {n}",),
    "plengsengan": ("Plengsengan tepi sungai kecil RT {n}",),
    "gorong": ("Gorong-gorong di mulut gang {n}",),
    "aspal": ("Pengaspalan jalan RT {n}",),
    "pju": ("Lampu jalan gang {n}", "Penerangan jalan RT {n}"),
    "speedtrap": ("Speed trap di depan RT {n}",),
    "cermin": ("Cermin cembung di tikungan gang {n}",),
    "rambu": ("Rambu di dekat sekolah RT {n}",),
    "cctv": ("CCTV di pintu masuk gang {n}",),
    "internet": ("Internet untuk belajar di balai RW",),
    "taman": ("Taman kecil di lahan kosong RT {n}",),
    "perantingan": ("Perantingan pohon di gang {n}",),
    "sampah": ("Tempat sampah terpilah RT {n}",),
    "gerobak": ("Gerobak sampah untuk RT {n}",),
    "mck": ("MCK bersama RT {n}",),
    "terop": ("Terop dan kursi untuk kegiatan RW",),
    "sound": ("Pengeras suara balai RW",),
    "fogging": ("Fogging RT {n}",),
    "pelatihan-kerja": ("Pelatihan menjahit untuk warga RW", "Pelatihan las untuk warga RW"),
    "pelatihan-usaha": ("Pelatihan kue kering untuk ibu-ibu RW", "Pelatihan jualan daring"),
    "linmas": ("Perlengkapan ronda RT {n}",),
}
PROBLEMS = (
    "Sudah dua tahun keadaannya begini dan makin buruk setiap musim hujan.",
    "Warga lanjut usia dan anak sekolah sering terganggu, terutama pagi dan malam hari.",
    "Warga sudah kerja bakti, tetapi hanya bertahan beberapa bulan.",
    "Beberapa kali terjadi kecelakaan kecil di tempat ini.",
    "Belum pernah ada perbaikan sejak kampung ini ditempati.",
    "Saat hujan lebih dari satu jam, air naik sampai ke teras rumah.",
)
WISHES = (
    "Kami berharap dikerjakan tahun depan, dan warga siap ikut merawat.",
    "Semoga dapat dikerjakan sebelum musim hujan berikutnya.",
    "Kami siap menyediakan tempat dan tenaga untuk membantu.",
    "Semoga kampung menjadi lebih aman dan nyaman untuk semua.",
)
WHY = {
    "decline": (("not_agreed", "Dalam rembuk RW, warga memilih mendahulukan usulan lain."),),
    "return": (
        ("incomplete", "Mohon lengkapi foto keadaan sekarang dan ukuran panjangnya."),
        ("incomplete", "Volume belum sesuai dengan panjang gang; mohon diukur lagi."),
    ),
    "reject": (
        ("already_built", "Lokasi ini sudah masuk pekerjaan tahun berjalan."),
        ("land_status", "Tanahnya belum diserahkan kepada pemerintah; mohon diurus lebih dulu."),
        ("not_allowed", "Lebar jalan lebih dari 3 meter; ajukan sebagai pengaspalan."),
        ("technical", "Tidak ada saluran pembuang yang lebih rendah di dekatnya."),
    ),
    "reserve": (("budget", "Dikerjakan bila ada sisa anggaran; urutannya setelah usulan yang lebih mendesak."),),
    "merge": (("duplicate", "Lokasi bersebelahan, dikerjakan sebagai satu pekerjaan."),),
    "forward": (("needed", ""),),
    "endorse": (("needed", ""),),
    "accept": (("needed", "Masuk rancangan RKPD."),),
    "feasible": (("needed", "Tim sudah melihat lokasi; dapat dikerjakan."),),
    "feasible_changed": (("changed", "Panjang di lapangan lebih pendek dari usulan; volume disesuaikan."),),
    "not_feasible": (("technical", "Ada jaringan pipa di bawahnya; tidak dapat dikerjakan dengan cara ini."),),
}
