"""How a program is told no: RFC 9457 with a stable `code`, and a sentence in `detail`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

MEDIA_TYPE = "application/problem+json"

SENTENCES = {
    "bad_request": "Permintaan ini tidak dapat dibaca. Periksa alamat dan isinya.",
    "parse_error": "Isi permintaan tidak dapat dibaca. Kirim JSON yang utuh dalam UTF-8.",
    "not_authenticated": "Masuk dahulu untuk mengirim lewat alamat ini.",
    "forbidden": "Anda tidak berhak membuka ini.",
    "permission_denied": "Anda tidak berhak melakukan ini, atau kepala X-CSRFToken tidak ikut.",
    "not_found": "Yang Anda cari tidak ada di alamat ini.",
    "method_not_allowed": "Cara meminta ini tidak ada di alamat ini. Lihat kepala Allow.",
    "not_acceptable": "Jawaban hanya tersedia sebagai application/json. Sesuaikan kepala Accept.",
    "too_large": "Kiriman ini terlalu besar. Kurangi isinya, lalu kirim lagi.",
    "unsupported_media_type": "Jenis isi ini tidak dikenal. Kirim sebagai application/json.",
    "invalid": "Ada isian yang perlu diperbaiki.",
    "throttled": "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.",
    "error": "Ada gangguan di portal; sudah kami catat. Coba lagi sebentar lagi.",
}


def asks_api(request: HttpRequest) -> bool:
    """Whether a program asks, which gets a problem, or a person, who gets a page."""
    return request.path.startswith("/api/")


def problem_json(code: str, status: int, sentence: str = "", **extra: Any) -> JsonResponse:
    """A problem of this code; the sentence only where it is not one of SENTENCES."""
    detail = sentence or SENTENCES[code]
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}
    return JsonResponse({**body, **extra}, status=status, content_type=MEDIA_TYPE)
