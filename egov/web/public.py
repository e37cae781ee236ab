"""Who may keep an answer.

Caches, this server's too, keep what a stranger reads; nobody keeps what the others read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import (
    get_cache_key,
    learn_cache_key,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.safestring import SafeString

SECONDS = 60
PREFIX = "page"
Change = Callable[[datetime], datetime | None]
LARGEST = 200_000  # bytes of a page that is kept
_changes: list[Change] = []
_params: set[str] = set()


def known_params(*names: str) -> None:
    """Registers parameters by which a public page differs; with others it is made, not kept.

    Free text (`q`) is never kept: hardly two readers write the same.
    """
    _params.update(set(names) - {"q"})


class _Asked:
    """What Django's key of a kept page reads of a request: the page itself and known parameters.

    The path as the portal routes it, for what a client sends as SCRIPT_NAME changes only `path`.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.META, self.method = request.META, request.method
        query = urlencode(sorted((name, request.GET.getlist(name)) for name in request.GET), True)
        script = request.META.get("SCRIPT_NAME", "")
        self.address = f"{request.get_host()}|{script}|{request.path_info}?{query}"

    def build_absolute_uri(self) -> str:
        return self.address


def known_change(change: Change) -> Change:
    """Registers when pages change by themselves next: a window opens, say.

    Given now; None where nothing is known.
    """
    _changes.append(change)
    return change


def seconds_fresh(now: datetime) -> int:
    """How long a page made now may be kept.

    A minute, never past the region's midnight nor the next known change.
    """
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    left = (min(midnight, _next_change(now)) - now).total_seconds()
    return max(0, int(min(SECONDS, left)))


def _next_change(now: datetime) -> datetime:
    """The next moment at which pages change, as far as it is known; asked once in a minute."""
    never = now + timedelta(days=1)
    if not settings.KEEP_PUBLIC_PAGES:
        return _ask_changes(now) or never
    key = f"{PREFIX}-change"
    known: datetime | None = caches["pages"].get(key)
    if known is None or known <= now:
        known = _ask_changes(now) or never
        caches["pages"].set(key, known, SECONDS)
    return known


def _ask_changes(now: datetime) -> datetime | None:
    moments = (change(now) for change in _changes)
    return min((moment for moment in moments if moment is not None), default=None)


def kept_part(name: str, render: Callable[[], SafeString]) -> SafeString:
    """A part of pages that is the same for every reader; made anew when it is a minute old."""
    if not settings.KEEP_PUBLIC_PAGES:
        return render()
    key = f"{PREFIX}-part:{name}"
    kept: SafeString | None = caches["pages"].get(key)
    if kept is None:
        kept = render()
        caches["pages"].set(key, kept, seconds_fresh(timezone.now()))
    return kept


def is_stranger(request: HttpRequest) -> bool:
    """Brings neither a session nor a message that waits to be read."""
    return not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()


def public_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lets caches keep the page for a minute when the visitor brings no session.

    Never otherwise.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stranger = request.method in ("GET", "HEAD") and is_stranger(request)
        kept = _kept(request) if stranger else None
        if kept is not None:
            return kept
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if response.has_header("Cache-Control"):
            return response
        if not stranger:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code == 200:
            now = timezone.now()
            seconds = seconds_fresh(now)
            patch_cache_control(response, public=True, max_age=seconds)
            _keep(request, response, now + timedelta(seconds=seconds))
        return response

    return wrapped


def _kept(request: HttpRequest) -> HttpResponse | None:
    """The page as it was made within its minute, with what is left of it."""
    if not settings.KEEP_PUBLIC_PAGES or not _params.issuperset(request.GET):
        return None
    asked: Any = _Asked(request)
    key = get_cache_key(asked, PREFIX, "GET", caches["pages"])
    entry = caches["pages"].get(key) if key else None
    if entry is None:
        return None
    response, until = entry
    left = (until - timezone.now()).total_seconds()
    if left <= 0:
        return None
    patch_cache_control(response, max_age=int(left))
    return response  # type: ignore[no-any-return]


def _keep(request: HttpRequest, response: HttpResponseBase, until: datetime) -> None:
    """Keeps a page that is the same for every stranger.

    No cookie, no nonce of the page's policy, no stream; no table or drawing, whose size and
    number would fill a worker's memory.
    """
    seconds = (until - timezone.now()).total_seconds()
    own = (
        response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or getattr(request, "_csp_nonce", None)
    )
    wanted = settings.KEEP_PUBLIC_PAGES and request.method == "GET" and seconds > 0
    known = _params.issuperset(request.GET)
    page = response.headers.get("Content-Type", "").startswith("text/html")
    if not (wanted and known and page) or response.streaming or own:
        return
    if len(response.content) > LARGEST:  # type: ignore[attr-defined]  # no stream
        return
    asked: Any = _Asked(request)
    key = learn_cache_key(asked, response, SECONDS, PREFIX, caches["pages"])
    caches["pages"].set(key, (response, until), seconds)


class PrivateAnswersMiddleware:
    """No cache keeps what a visitor with a session reads, unless the view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if session and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
