"""What an article is about elsewhere in the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from musrenbang.models import Proposal
from news.models import Article, Event
from regulations.models import Application, Regulation

MOST = 10


@verb
def link_article(
    *,
    actor: User,
    article: Article,
    proposals: str = "",
    regulations: str = "",
    applications: str = "",
    events: str = "",
) -> int:
    """Takes numbers and codes, one a line, for what they name. Returns how many there are."""
    require(actor, "news.write_article", article)
    found = {
        "proposals": _found(proposals, "proposals", _proposal),
        "regulations": _found(regulations, "regulations", _regulation),
        "applications": _found(applications, "applications", _application),
        "agenda": _found(events, "events", _event),
    }
    for name, rows in found.items():
        getattr(article, name).set(rows)
    return sum(map(len, found.values()))


def _found(text: str, field: str, find: Callable[[str], Any]) -> list[Any]:
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(lines) > MOST:
        raise Invalid("too_many_links", f"Paling banyak {MOST} tiap jenis.", field=field)
    rows = []
    for line in lines:
        row = find(line[:200])
        if row is None:
            sentence = f"“{line[:60]}” tidak ada di portal. Periksa nomor atau kodenya."
            raise Invalid("unknown_link", sentence, field=field)
        rows.append(row)
    return rows


def _proposal(text: str) -> Proposal | None:
    return Proposal.objects.visible_to(None).listed().filter(number=text).first()


def _regulation(text: str) -> Regulation | None:
    parts = text.strip("/").split("/")
    if len(parts) != 3 or not parts[1].isdecimal() or len(parts[1]) != len("2027"):
        return None
    kind, year, number = parts
    own = Regulation.objects.filter(kind__code=kind, year=int(year), other_region="")
    return own.filter(number=number.replace("~", "/")).first()


def _application(text: str) -> Application | None:
    return Application.objects.filter(code=text).first()


def _event(text: str) -> Event | None:
    known = text.isdecimal() and len(text) < 10
    return Event.objects.visible_to().filter(pk=int(text)).first() if known else None
