"""Whose a draft is: a person's, or that of the browser in which a stranger began it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from musrenbang.models import Draft

COOKIE, SALT = "usulan", "musrenbang.draft"
KEPT = timedelta(days=14)

View = Callable[..., HttpResponseBase]


def kept_draft(request: HttpRequest) -> uuid.UUID | None:
    """The key of the draft that a stranger began in this browser; None where it is gone."""
    key = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=KEPT)
    try:
        return uuid.UUID(str(key)) if key else None
    except ValueError:
        return None


def keep_in_browser(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Fourteen days, unread by scripts; it says nothing but the draft's key."""
    response.set_signed_cookie(
        COOKIE,
        str(draft.pk),
        salt=SALT,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def own_draft(request: HttpRequest, pk: uuid.UUID) -> Draft:
    """One's own draft; a stranger's does not exist.

    What was begun in this browser before signing in becomes the person's.
    """
    drafts = Draft.objects.select_related("channel__cycle", "sent_as", "owner")
    begun_here = kept_draft(request) == pk
    if not request.user.is_authenticated:
        return get_object_or_404(drafts, pk=pk if begun_here else None, owner=None)
    if begun_here:
        Draft.objects.filter(pk=pk, owner=None).update(owner=request.user)
    return get_object_or_404(drafts, pk=pk, owner=request.user)


def for_drafter(view: View) -> View:
    """For who is signed in, and for the browser in which the draft was begun."""

    @wraps(view)
    def checked(
        request: HttpRequest, draft: uuid.UUID, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not request.user.is_authenticated and kept_draft(request) != draft:
            return redirect_to_login(request.get_full_path())
        return view(request, draft, *args, **kwargs)

    return checked
