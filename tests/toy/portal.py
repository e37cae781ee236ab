"""Every hook of the portal, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from egov.areas.models import Area, Level
from egov.desk.first_page import few
from egov.portal.declarations import (
    AgendaEntry,
    AgendaSource,
    ApiRoute,
    Beat,
    DemoAccount,
    DemoStep,
    DeskRoom,
    Feed,
    Followed,
    LegalReference,
    MenuItem,
    Panel,
    Place,
    Portal,
    Retention,
    SitemapPart,
    Task,
    Window,
)
from egov.portal.mapping import Shading, Spots
from egov.portal.mornings import DeskLine, Morning
from egov.portal.offices import Office, Reach
from egov.portal.searching import Places, SearchRow, SearchSource, Watch
from egov.verbs.outbox import Attachment, Letter, Message
from egov.verbs.rights import Record
from egov.web.written import WrittenFile
from tests.toy.api import KiteViewSet
from tests.toy.models import Kite
from tests.toy.offers import OFFERS

SOON = timedelta(seconds=20)


def _panel(place: Place, request: HttpRequest, about: Any) -> dict[str, Any] | None:
    """Shown to everybody but a person called Tak Suka."""
    name = getattr(request.user, "name", "") if hasattr(request, "user") else ""
    return None if name == "Tak Suka" else {"place": place.value, "about": str(about)}


def _owns_a_kite(user: Any) -> bool:
    return bool(user.name.startswith("Administrator"))


def _kites(_user: Any) -> int:
    return few(Kite.objects.all())


def _project(rows: Sequence[Kite]) -> list[SearchRow]:
    return [
        SearchRow(row.pk, row.name, row.get_absolute_url(), row.get_colour_display())
        for row in rows
    ]


def _visible(rows: Any, user: Any) -> Any:
    """A stranger finds no red one."""
    return rows if user is not None else rows.exclude(colour="merah")


def _directly(text: str) -> str | None:
    return f"/layang/{text.removeprefix('LL-')}/" if text.startswith("LL-") else None


def _flown(payload: dict[str, Any]) -> Iterator[Message]:
    yield Message(frozenset({payload["user"]}), "Layang-layang", "Sudah terbang.", "/layang/")


def _grounded(_user: Any, _now: datetime) -> Iterator[DeskLine]:
    yield DeskLine("Satu layang-layang menunggu angin.", "/layang/")


def _lent(payload: dict[str, Any]) -> Letter | None:
    return Letter(payload["to"], "Layang-layang", "Silakan diambil.")


def _drawing(_payload: dict[str, Any]) -> tuple[Attachment, ...]:
    return (Attachment("layang.txt", b"belah ketupat", "text/plain"),)


def _nothing_written(_path: str) -> WrittenFile | None:
    return None


def _kite(key: str) -> tuple[str, str] | None:
    row = Kite.objects.filter(pk=key).first() if key.isdecimal() else None
    return (f"layang-layang {row.name}", row.get_absolute_url()) if row is not None else None


def _flown_over() -> dict[int, datetime]:
    """Over the region, later than anything else that a test writes."""
    return {Area.objects.get(level=Level.REGION).pk: datetime(2999, 1, 2, tzinfo=UTC)}


def _festival(begin: datetime, end: datetime) -> Iterator[AgendaEntry]:
    yield AgendaEntry("layang-1", "Lomba layang-layang", begin, end, "/layang/")


PORTAL = Portal(
    menu=(MenuItem(35, "Layang-layang", "kites"),),
    footer=(MenuItem(90, "Kaki layang-layang", "kites"),),
    offices=(Office(200, "pilot", "Pilot", Reach.AGENCY, single=False, title="Pilot {agency}"),),
    desk_rooms=(DeskRoom(99, "Bengkel", "kites", allows=_owns_a_kite, count=_kites),),
    panels=tuple(Panel(place, 99, "toy/panel.html", partial(_panel, place)) for place in Place),
    law_words=None,
    followed=(Followed("layang", _kite),),
    feeds=(Feed(99, "Layang-layang terbaru", "kites", "HTML"),),
    tasks=(
        Task(
            1, "Terbangkan layang-layang", "kites", lambda _request: Window(timezone.now() + SOON)
        ),
        Task(2, "Ikuti lomba", "kites", lambda _request: None),
    ),
    shadings=(Shading(1, "layang-layang", lambda _ids: None),),
    spots=(Spots(1, "layang-layang", lambda _area: ()),),
    search=(
        SearchSource(
            "layang",
            99,
            "Layang-layang",
            Kite.objects.all,
            _visible,
            _project,
            (Watch(Kite, ("name", "colour")),),
            read_directly=_directly,
            more="kites",
            more_label="Semua layang-layang",
        ),
    ),
    read_places=lambda text: Places(rest=text),
    api=(ApiRoute("layang", KiteViewSet, "api-kite"),),
    enum_names={"WarnaLayang": "tests.toy.models.Colour"},
    importers=OFFERS,
    records={Kite: Record(changes=("colour",))},
    legal_references=(
        LegalReference(
            "Layang-layang menurut peraturan ini",
            lambda regulation, user: list(Kite.objects.filter(basis=regulation)[:20]),
            lambda row: row.name,
            lambda row: row.get_absolute_url(),
            lambda: [("perda/2001/1", row) for row in Kite.objects.filter(basis=None)[:20]],
        ),
    ),
    notices={"kite.flown": _flown},
    letters={"kite.lent": _lent},
    mornings=(Morning(99, _grounded),),
    attachments={"kite.flown": _drawing},
    written=(_nothing_written,),
    word_families=(("layang", "gapangan"),),
    schedule=(Beat("forget-kites", "tests.toy.tasks.forget_kites", 86400.0),),
    demo=(
        DemoStep(
            90,
            "layang-layang contoh",
            lambda: not Kite.objects.exists(),
            lambda: Kite.objects.create(name="Contoh", colour="biru"),
        ),
    ),
    demo_accounts=(DemoAccount(999, "pilot"),),
    retention=(
        Retention(
            "Layang-layang tanpa nama",
            timedelta(days=1),
            "contoh",
            "tests.toy.tasks.forget_kites",
        ),
    ),
    sitemap=(SitemapPart("layang", Kite.objects.all, lambda row: row.get_absolute_url()),),
    area_changes=(_flown_over,),
    uncrawled=("/layang/rahasia/",),
    agenda=(AgendaSource("layang", _festival),),
    page_changes=(lambda now: now + SOON,),
)
