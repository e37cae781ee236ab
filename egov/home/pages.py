"""The pages at the foot: the city's own words where it wrote some, else the portal's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from egov.accounts.models import User
from egov.home.models import Page, PageSlug
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from egov.web.html import clean_html, plain_text
from egov.web.public import public_page


@verb
def write_page(*, actor: User, slug: str, title: str, text: str) -> Page:
    """What the page says from now on; the history keeps what it said.

    Refuses: `empty_text`, a text of which cleaning leaves nothing to read.
    """
    require(actor, "home.write_page")
    cleaned = clean_html(text)
    if not plain_text(cleaned).strip():
        raise Invalid("empty_text", "Tulis isi halaman ini.", field="text")
    said = {"title": title.strip(), "text": cleaned}
    told = {**said, "changed_by": actor, "changed_at": timezone.now()}
    page, _ = Page.objects.update_or_create(slug=slug, defaults=told)
    return page


@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the pages at the foot."""
    words = PageSlug(slug)
    own = Page.objects.filter(slug=slug).first()
    context = {"own": own, "title": own.title if own else words.label, "default": default_of(slug)}
    return render(request, "home/page.html", context)


def default_of(slug: str) -> str:
    """The template of the portal's own words."""
    return f"home/pages/{slug}.html"


def default_text(request: HttpRequest, slug: str) -> str:
    """The portal's own words, to be changed at the desk."""
    return render_to_string(default_of(slug), request=request)
