"""Signing in with a tap, as one of the people whom the demo made."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from egov.accounts.demo import demo_person
from egov.verbs.limit import Limit
from egov.verbs.refusal import TooMany
from egov.web.demo import demo_only

TAPS = Limit("demo-tap", count=120, seconds=60)


@demo_only
@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """As the sign-in page does after the right password: a second factor is still asked for."""
    if not TAPS.hit(get_adapter().get_client_ip(request)):
        sentence = "Terlalu banyak percobaan dari sambungan ini. Tunggu satu menit, lalu coba lagi."
        raise TooMany("too_many", sentence)
    person = demo_person(request.POST.get("sebagai", ""))
    if person is None:
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    wanted = get_next_redirect_url(request)
    response: HttpResponse = perform_login(request, person, redirect_url=wanted)
    return response
