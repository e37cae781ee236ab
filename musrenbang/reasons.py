"""Why an office decided so: codes, the sentences they stand for, and which outcome has which."""

from __future__ import annotations

from musrenbang.vocabulary import Outcome

# code -> sentence a person understands; the decider adds the particulars in words of their own
REASONS: dict[str, str] = {
    "needed": "Dibutuhkan warga dan sesuai kamus usulan",
    "changed": "Disetujui dengan perubahan volume atau biaya",
    "incomplete": "Keterangan, foto atau ukuran belum lengkap",
    "wrong_place": "Lokasi tidak sesuai, atau bukan di wilayah ini",
    "duplicate": "Sudah ada usulan yang sama",
    "already_built": "Sudah dikerjakan atau sudah masuk anggaran berjalan",
    "not_allowed": "Tidak sesuai ketentuan kamus usulan",
    "land_status": "Status tanah belum jelas atau bukan milik pemerintah",
    "technical": "Tidak memungkinkan secara teknis",
    "budget": "Anggaran tidak mencukupi; urutan di bawah usulan lain",
    "other_agency": "Menjadi kewenangan instansi lain",
    "not_agreed": "Tidak disepakati dalam rembuk warga",
    "window_over": "Tidak sempat dibahas sampai tahap ini berakhir",
    "year_over": "Tidak diputuskan sampai tahap terakhir tahun ini berakhir",
    "not_completed": "Tidak dilengkapi pengusul sampai batas waktunya",
    "no_opinion": "Tanpa hasil verifikasi perangkat daerah sampai batas waktunya",
    "earlier_year": "Dicatat dari tahun sebelumnya",
    "other": "Alasan lain, dijelaskan dalam kalimat",
}
# nobody chooses them: the calendar and the import of earlier years give them
OF_THE_CALENDAR = frozenset({"window_over", "year_over", "not_completed", "earlier_year"})
_AGREED = frozenset({"needed", "changed", "no_opinion", "other"})
_AGAINST = frozenset(REASONS) - OF_THE_CALENDAR - {"needed", "changed"}
# which reasons an outcome may have; what stands in no row here nobody chooses
REASONS_OF: dict[Outcome, frozenset[str]] = {
    Outcome.ENDORSE: _AGREED,
    Outcome.FORWARD: _AGREED,
    Outcome.FEASIBLE: _AGREED,
    Outcome.FEASIBLE_CHANGED: _AGREED,
    Outcome.ACCEPT: _AGREED,
    Outcome.RESERVE: _AGAINST | {"needed", "changed"},
    Outcome.RETURN: _AGAINST - {"budget", "not_agreed", "no_opinion"},
    Outcome.MERGE: frozenset({"duplicate", "no_opinion", "other"}),
    Outcome.DECLINE: _AGAINST,
    Outcome.REJECT: _AGAINST,
    Outcome.NOT_FEASIBLE: _AGAINST,
}


def is_reason_of(outcome: str, code: str) -> bool:
    """Whether a reason can be one of this outcome: *dibutuhkan warga* refuses nothing."""
    fitting = REASONS_OF.get(Outcome(outcome))
    return fitting is None or code in fitting | OF_THE_CALENDAR


# what the citizen can do now, by the reason that was given
NOW_AFTER = {
    "incomplete": "Lengkapi keterangan, foto, atau ukurannya, lalu kirim lagi.",
    "wrong_place": "Periksa tempat dan titiknya; usulkan lagi untuk tempat yang benar.",
    "duplicate": "Cari usulan yang sama di daftar, lalu dukung usulan itu.",
    "already_built": "Lihat di tempatnya; bila belum dikerjakan, tanyakan kepada kelurahan.",
    "not_allowed": "Baca syarat jenis ini di kamus usulan, lalu usulkan jenis yang sesuai.",
    "land_status": "Tanyakan status tanahnya di kelurahan, lalu usulkan lagi dengan suratnya.",
    "technical": "Tanyakan kepada perangkat daerahnya cara lain untuk masalah yang sama.",
    "budget": "Minta rembuk warga menaikkan urutannya tahun berikutnya.",
    "other_agency": "Sampaikan kepada instansi yang berwenang; kelurahan menunjukkan jalannya.",
    "not_agreed": "Bicarakan dengan tetangga dan pengurusnya sebelum rembuk berikutnya.",
    "no_opinion": "Tanyakan kepada perangkat daerahnya mengapa hasil verifikasinya tidak ada.",
}


def reason_text(outcome: str, code: str, reason: str) -> str:
    """The reason as people read it, without a code of before that fits no such outcome."""
    if code in ("", "other") or not is_reason_of(outcome, code):
        return reason
    sentence = REASONS[code]
    return f"{sentence}. {reason}" if reason else f"{sentence}."
