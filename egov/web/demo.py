"""A demo is for one's own machine.

Its passwords are known to everybody, so nobody else may reach it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
# what a proxy adds: then the one who asks sits elsewhere
PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR")


def is_loopback(host: str) -> bool:
    """Whether a host name or an address means this machine."""
    name = host.strip().strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_open_demo(*, secure: bool, hosts: Sequence[str], site_url: str) -> None:
    """Stops a demo from starting where others could reach it."""
    wrong = [f"ALLOWED_HOSTS={host}" for host in hosts if not is_loopback(host)]
    if not is_loopback(urlsplit(site_url).hostname or ""):
        wrong.append(f"SITE_URL={site_url}")
    if secure:
        wrong.append("SECURE=1")
    if wrong:
        raise ImproperlyConfigured(
            "DEMO=1 hanya untuk komputer sendiri: kata sandi contoh diketahui umum, dan siapa pun "
            "dapat masuk sebagai petugas. Pakai SECURE=0 dan hanya alamat 127.0.0.1 atau "
            f"localhost, atau hapus DEMO=1. Yang tidak sesuai: {', '.join(wrong)}."
        )


def demo_only(view: View) -> View:
    """A page that is there only in a demo, and only for who sits at its machine."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        here = is_loopback(request.META.get("REMOTE_ADDR", ""))
        passed_on = any(name in request.META for name in PASSED_ON)
        if not settings.DEMO or not here or passed_on:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped
