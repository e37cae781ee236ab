"""What the OpenAPI schema says beyond the serializers: refusals and `fields`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from egov.web.api import FieldsMixin
from egov.web.problem import MEDIA_TYPE

REFUSALS = {
    400: "Alamat, kepala, atau isi permintaan tidak dapat dibaca.",
    403: "Belum masuk, tidak berhak, atau petugas tanpa verifikasi dua langkah.",
    404: "Tidak ada di alamat ini.",
    405: "Cara meminta ini tidak ada di alamat ini.",
    406: "Bentuk jawaban yang diminta tidak tersedia.",
    409: "Belum atau tidak lagi dapat dilakukan.",
    413: "Kiriman terlalu besar.",
    415: "Jenis isi tidak dikenal.",
    422: "Ada nilai yang tidak dapat dipakai; `errors` menyebut yang mana.",
    429: "Terlalu sering; kirim lagi nanti.",
    503: "Portal sedang sibuk atau terganggu; kirim lagi setelah `Retry-After` detik.",
}
READING = (400, 403, 404, 405, 406, 422, 503)

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` tetap; `detail` adalah kalimat untuk orang.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": True},
    },
}


def declare_refusals(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """Names in every operation the refusals of the frame: a client meets no status untold."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {}
    for status, words in REFUSALS.items():
        response = {"description": words, "content": content}
        components["responses"][f"Problem{status}"] = response
    for path in result["paths"].values():
        for method, operation in path.items():
            for status in READING if method == "get" else REFUSALS:
                reference = {"$ref": f"#/components/responses/Problem{status}"}
                operation["responses"].setdefault(str(status), reference)
    return result


class Schema(AutoSchema):
    """drf-spectacular's, with `fields` where the serializer knows it."""

    def get_override_parameters(self) -> list[Any]:
        """The parameters that the view does not name itself."""
        if self.method == "GET" and isinstance(self.get_response_serializers(), FieldsMixin):
            return [OpenApiParameter("fields", description="hanya bidang ini: `nomor,judul`")]
        return []
