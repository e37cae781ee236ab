"""The API's frame: problem+json, keyset pages, `fields=`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions, serializers, status
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.validators import ProhibitSurrogateCharactersValidator
from rest_framework.views import exception_handler

from egov.verbs.refusal import Invalid, Refusal
from egov.web.keyset import CURSOR, Page, keyset_page
from egov.web.middleware import RETRY_AFTER
from egov.web.params import int_param
from egov.web.problem import SENTENCES, problem_json

MAX_SIZE = 200  # rows of a page, where a viewset has no `max_size` of its own
OWN_CODES = {"unknown_status"}  # of fields; of all others a client reads `errors`

# sentences that DRF has only in English
serializers.Serializer.default_error_messages["invalid"] = "Kirim satu objek, bukan {datatype}."
serializers.SlugRelatedField.default_error_messages["invalid"] = "Nilai ini tidak dapat dibaca."
ProhibitSurrogateCharactersValidator.message = "Huruf U+{code_point:X} tidak dapat disimpan."


def problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler."""
    if isinstance(error, Refusal):
        extra = {"errors": {error.field: [error.sentence]}} if error.field else {}
        refusal = problem_json(error.code, error.status, error.sentence, **extra)
        if error.status == status.HTTP_503_SERVICE_UNAVAILABLE:
            refusal["Retry-After"] = str(RETRY_AFTER)
        return refusal
    if isinstance(error, Http404):
        return problem_json("not_found", 404)
    if isinstance(error, PermissionDenied):
        return problem_json("forbidden", 403)
    if isinstance(error, RecursionError):  # a body nested deeper than anybody reads
        return problem_json("parse_error", 400)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        invalid = status.HTTP_422_UNPROCESSABLE_ENTITY
        return problem_json(_code_of(error), invalid, SENTENCES["invalid"], errors=response.data)
    code = str(getattr(error, "default_code", "error"))
    sentence = SENTENCES.get(code) or str(getattr(error, "detail", error))
    answer = problem_json(code, response.status_code, sentence)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if response.has_header(name):
            answer[name] = response[name]
    return answer


def _code_of(error: exceptions.ValidationError) -> str:
    """`invalid`, or the one error's own code where clients know it by that."""
    codes: Any = error.get_codes()
    own = list(chain.from_iterable(codes.values())) if isinstance(codes, dict) else []
    return own[0] if len(own) == 1 and own[0] in OWN_CODES else "invalid"


class KeysetPagination(BasePagination):
    """`?sesudah=<cursor>&ukuran=50`.

    The answer carries `next` with the cursor, empty at the end.
    """

    order: tuple[str, ...] = ("-id",)
    page: Page[Any]

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        size = int_param(request.query_params.get("ukuran", "50"), digits=4) or 0
        most = getattr(view, "max_size", MAX_SIZE)
        if not 1 <= size <= most:
            raise Invalid("bad_size", f"ukuran harus antara 1 dan {most}.", field="ukuran")
        order = getattr(view, "keyset_order", self.order)
        cursor = request.query_params.get("sesudah", "")
        self.page = keyset_page(queryset, order=order, cursor=cursor, size=size)
        self.request = request
        return self.page.items

    def get_paginated_response(self, data: Any) -> Response:
        link = None
        if self.page.next:
            query = self.request.query_params.copy()
            query["sesudah"] = self.page.next
            link = self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")
        return Response({"next": link, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results"],
            "properties": {
                "next": {"type": "string", "nullable": True, "format": "uri"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "sesudah",
                "in": "query",
                "schema": {"type": "string", "pattern": CURSOR.pattern},
                "description": "kursor dari `next`",
            },
            {
                "name": "ukuran",
                "in": "query",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": getattr(view, "max_size", MAX_SIZE),
                    "default": 50,
                },
            },
        ]


def wanted_fields(request: Request | None, known: Iterable[str]) -> list[str]:
    """Of the known names those in `?fields=nomor,judul`, all without it, in their own order.

    An unknown name is refused, so that a typo is not an empty answer.
    """
    known = list(known)
    wanted = "" if request is None else request.query_params.get("fields", "")
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown:
        sentence = f"Tidak ada bidang {', '.join(unknown)}. Yang ada: {', '.join(known)}."
        raise Invalid("unknown_field", sentence, field="fields")
    return [name for name in known if name in names] if names else known


class FieldsMixin(serializers.BaseSerializer[Any]):
    """`?fields=nomor,judul` narrows the answer."""

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        # nested serializers keep all of theirs
        if self.parent is not None and self.parent is not self.root:
            return fields
        request = self.context.get("request")
        asked = request if hasattr(request, "query_params") else None
        return {name: fields[name] for name in wanted_fields(asked, fields)}
