"""Answers that belong to one person: kept by nobody, told to no other site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """For pages whose address is the key: no cache, no referrer, no search engine."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"  # with none, a form of ours has no origin
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped
