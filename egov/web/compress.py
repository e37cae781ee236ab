"""Answers are sent compressed, save those that are compressed already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/zip",
    "application/pdf",
    "application/vnd.openxmlformats",
)


class CompressMiddleware(GZipMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)
