"""Events and articles with something to hide, and the arguments of their addresses."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from news.domain.articles import withdraw_article
from news.domain.documents import add_document
from news.domain.embargo import give_embargo
from news.domain.emergencies import write_emergency
from news.domain.events import EventContent, record_event
from news.domain.rooms import record_room
from news.domain.signing_up import sign_up
from news.domain.visits import answering
from news.domain.visits.acting import last_act
from news.domain.visits.after import add_material, answer_question
from news.domain.visits.by_guest import ask_question, complete_request
from news.domain.visits.dossier import ask_dossier, make_dossier
from news.domain.visits.keeping_hours import record_blackout
from news.domain.visits.links import door_code, sheet_code
from news.domain.visits.the_day import Guest, sign_in_guest
from news.models import Event
from news.views.visits.asking import SLUGS
from news.vocabulary import Audience, EventKind
from regulations.models import Application
from tests.files.test_documents import written
from tests.home.secret import READS_NEWS, Planted
from tests.news.conftest import approved, draft, with_picture
from tests.news.visits.conftest import asked_now, begun, coming_days

HOUR = timedelta(hours=1)


def plant_news(planted: Planted) -> None:
    """An event for everybody, and two that stand on no page."""
    editor = planted.town.staff["editor"]
    shown = _event(planted, "Acara umum", Audience.PUBLIC)
    for audience in (Audience.INVITED, Audience.INTERNAL):
        title = planted.hide(f"acara{audience}", may=READS_NEWS, shown_to="contributor")
        _event(planted, title, audience)
    upload = ContentFile(written(), "a.pdf")
    document = add_document(actor=editor, event=shown, upload=upload, title="Undangan")
    occurrence = shown.occurrences.get()
    sign_up(actor=planted.town.stranger, occurrence=occurrence, now=timezone.now())
    room = {"name": "Aula", "place": "Balai", "capacity": 40, "now": timezone.now()}
    record_room(actor=editor, agency=planted.town.agency, **room)
    keys = [{"pk": event.pk} for event in Event.objects.order_by("pk")]
    _articles(planted)
    _visits(planted)
    heading = planted.hide("daruratbelumdipastikan", may=READS_NEWS - {"contributor"})
    ends, now = timezone.now() + 5 * HOUR, timezone.now()
    how = {"heading": heading, "sentence": "Hindari jalan itu.", "ends_at": ends, "now": now}
    write_emergency(actor=editor, **how)
    planted.arguments |= {
        "event": keys,
        "event_entry": keys,
        "event_document": [{**key, "document": document.pk} for key in keys],
        "sign_up": [{**key, "occurrence": occurrence.pk} for key in keys],
    }


def _articles(planted: Planted) -> None:
    """One that is public, one that waits for its moment, one in work, one that was withdrawn."""
    editor, now = planted.town.staff["editor"], timezone.now()
    public = approved(planted.town, draft(planted.town, "umum", now=now), now=now)
    rows = [public]
    for name, days in (("terjadwal", 3), ("konsep", None), ("ditarik", 0)):
        body = planted.hide(f"naskah{name}", may=READS_NEWS, shown_to="")
        title = planted.hide(f"judulnaskah{name}", may=READS_NEWS, shown_to="contributor")
        row = draft(planted.town, name, now=now, title=title, body=f"<p>{body}</p>")
        if days is not None:
            row = approved(planted.town, row, now + timedelta(days=days), now=now)
        rows.append(row)
    withdraw_article(actor=editor, article=rows[-1].article, reason="Keliru.", now=now)
    addresses = [{"year": row.article.year, "slug": row.article.slug} for row in rows]
    pictures = [
        {**address, "edition": row.pk, "name": "asli", "ending": "jpg"}
        for address, row in zip(addresses, rows, strict=True)
    ]
    link = give_embargo(actor=editor, edition=rows[1], newsroom="Redaksi", now=now)
    inside = [with_picture(planted.town, row, now) for row in rows[1:3]]
    address = {"name": "asli", "ending": "jpg"}
    planted.arguments |= {
        "article": addresses,
        "article_picture": pictures,
        "embargo": [{"token": f"{link.pk}:tebakan"}],
        "body_picture": [{"pk": row.pk, **address} for row in inside],
    }


def _event(planted: Planted, title: str, audience: str) -> Event:
    begins = timezone.now() + 30 * HOUR
    content = EventContent(
        title=title,
        agency=planted.town.agency,
        kind=EventKind.MEETING,
        begins_at=begins,
        ends_at=begins + HOUR,
        audience=audience,
        place="Balai",
        area=planted.town.rw.parent,
        capacity=3,
    )
    now = timezone.now()
    editor = planted.town.staff["editor"]
    return record_event(actor=editor, content=content, key=title, now=now)


def _visits(planted: Planted) -> None:
    """One that waits and one that was held: who asked, who came and what they wrote is hidden."""
    town, may = planted.town, {"host"}
    names = {
        "contact_name": planted.hide("Kontakrahasia Tamu", may=may, shown_to="host"),
        "contact_office": planted.hide("Jabatanrahasia", may=may, shown_to="host"),
        "email": planted.hide("tamurahasia@dprd.example", may=may, shown_to="host"),
        "phone": planted.hide("0812 7700 9876", may=may, shown_to="host"),
    }
    waiting = asked_now(town, **names)
    visit, now = begun(town, **names), timezone.now()
    guest = planted.hide("Pesertarahasia", may=may, shown_to="host")
    how = {"consents": True, "now": now}
    sign_in_guest(visit=visit, guest=Guest(guest, "Anggota", "DPRD"), **how)
    secret = planted.hide("pertanyaanrahasia tamu", may=may, shown_to="host")
    ask_question(visit=visit, text=secret, now=now)
    host = town.staff["host"]
    question = ask_question(visit=visit, text="Berapa aplikasi?", now=now)
    answer_question(actor=host, question=question, answer="Dua puluh.", public=True, now=now)
    upload = ContentFile(written(), "a.pdf")
    material = add_material(actor=host, visit=visit, upload=upload, title="Paparan", now=now)
    codes = [Application.objects.values_list("code", flat=True)[0]]
    make_dossier(ask_dossier(actor=host, visit=visit, applications=codes, now=now).pk)
    note = planted.hide("sebabpindahrahasia", may=may, shown_to="host")
    moved = asked_now(town, **names)
    answering.ask_completion(
        actor=host, visit=moved, note="Lengkapi.", seen=last_act(moved), now=now
    )
    complete_request(visit=moved, note=note, now=now)
    day = coming_days()[2]
    record_blackout(actor=host, agency=town.agency, first=day, last=day, reason="Libur", now=now)
    keys = [{"pk": row.pk} for row in (waiting, visit)]
    guess = [{"token": "tebakan-yang-panjang"}]
    door, sheet = [{"token": door_code(visit)}], [{"token": sheet_code(visit)}, {"token": "0:x"}]
    own = [{"token": f"{visit.guest_rows.get().pk}:tebakan"}]
    names_of_pages = ("visit", "visit_entry", "dossier_pdf", "dossier_zip")
    links = ("visit_confirm", "visit_guest", "visit_guest_entry", "visit_guest_copy")
    planted.arguments |= {
        **dict.fromkeys(names_of_pages, keys),
        **dict.fromkeys((*links, "visit_guest_sheet"), guess),
        "visit_material": [{**key, "material": material.pk} for key in keys],
        "visit_step": [{"slug": slug} for slug in SLUGS],
        "visit_door": door,
        "visit_own_row": own,
        "visit_sheet_check": sheet,
    }
