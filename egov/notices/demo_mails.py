"""The mails of a demo, for who sits at its machine: all of them, and one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from egov.notices.mailbox import KEPT, list_mails, read_mail
from egov.web.demo import demo_only


@demo_only
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    return render(request, "notices/mails.html", {"mails": list_mails(), "kept": KEPT})


@demo_only
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail; its addresses can be followed."""
    shown = read_mail(name)
    if shown is None:
        raise Http404
    return render(request, "notices/mail.html", {"mail": shown})
