"""Of events, their times, and who signed up; of articles and their texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from news.admin import (
    articles,
    embargoes,
    emergencies,
    events,
    occurrences,
    rooms,
    sign_ups,
    texts,
    visit_actions,
    visit_days,
    visit_questions,
)
from news.domain import editions
from news.domain.articles import withdraw_article
from news.domain.changing import cancel_occurrences
from news.domain.embargo import give_embargo
from news.domain.emergencies import write_emergency
from news.domain.rooms import close_room
from news.domain.signing_up import sign_up
from news.domain.visits.acting import last_act
from news.domain.visits.after import answer_question
from news.domain.visits.by_guest import ask_question
from news.domain.visits.keeping_hours import record_blackout
from news.models import Edition, Emergency, Visit, VisitQuestion
from tests.conftest import picture
from tests.desk.cases import Case, ready_for
from tests.files.test_documents import written
from tests.news.conftest import NOW, approved, draft, record
from tests.news.test_rooms import hall
from tests.news.visits.conftest import (
    asked_now,
    begun,
    coming_days,
    confirmed_now,
    open_hours,
    received,
    slot_key,
)
from tests.regulations.factories import app
from tests.town import Town


class Upload(ContentFile):  # type: ignore[type-arg]
    """A file that each visitor sends whole."""

    def read(self, *args: Any, **kwargs: Any) -> bytes:
        self.seek(0)
        return super().read(*args, **kwargs)


def of_editor(town: Town, obj: Any, **given: Any) -> Case:
    others = tuple(town.staff[role] for role in ("lurah", "verifier", "auditor", "administrator"))
    return Case(obj, town.staff["editor"], others, given)


@ready_for(events.AddDocument)
def of_an_event(town: Town) -> Case:
    upload = Upload(written(), "a.pdf")
    return of_editor(town, record(town), title="Undangan", document=upload)


@ready_for(occurrences.Move)
def of_a_time(town: Town) -> Case:
    times = {"begins_at": "2027-01-05T11:00", "ends_at": "2027-01-05T12:00"}
    return of_editor(
        town, record(town).occurrences.get(), extent="one", place="Aula", reason="Hujan", **times
    )


@ready_for(occurrences.Cancel)
def of_a_standing_time(town: Town) -> Case:
    return of_editor(town, record(town).occurrences.get(), extent="one", reason="Hujan")


@ready_for(occurrences.Reinstate)
def of_a_cancelled_time(town: Town) -> Case:
    occurrence = record(town).occurrences.get()
    how = {"actor": town.staff["editor"], "extent": "one", "now": NOW}
    cancel_occurrences(occurrence=occurrence, reason="Hujan", **how)
    return of_editor(town, occurrence, extent="one", reason="Cuaca cerah")


@ready_for(events.Edit)
def of_an_event_to_edit(town: Town) -> Case:
    given = {"title": "Senam sore", "audience": "public", "reason": "Jamnya sore", "seen": "0"}
    return of_editor(town, record(town), **given)


@ready_for(rooms.Close)
def of_a_room(town: Town) -> Case:
    return of_editor(town, hall(town))


@ready_for(rooms.Reopen)
def of_a_closed_room(town: Town) -> Case:
    return of_editor(town, close_room(actor=town.staff["editor"], room=hall(town), now=NOW))


@ready_for(sign_ups.NoteAttendance)
def of_who_signed_up(town: Town) -> Case:
    occurrence = record(town, capacity=3).occurrences.get()
    return of_editor(town, sign_up(actor=town.citizen, occurrence=occurrence, now=NOW))


WRITTEN = {"title": "Judul", "lead": "Ringkasan.", "body": "<p>Isi lain.</p>", "seen": "0"}


def submitted(town: Town) -> Edition:
    return editions.submit_text(
        actor=town.staff["contributor"], edition=draft(town), now=timezone.now()
    )


@ready_for(texts.Save)
def of_a_draft(town: Town) -> Case:
    return of_editor(town, draft(town), **WRITTEN)


@ready_for(texts.AddPicture)
def of_a_text_without_pictures(town: Town) -> Case:
    upload = Upload(picture(), "a.jpg")
    return of_editor(town, draft(town), picture=upload, alt="Taman", credit="Contoh")


@ready_for(texts.Submit)
def of_a_whole_draft(town: Town) -> Case:
    return of_editor(town, draft(town))


@ready_for(texts.Claim)
@ready_for(texts.Approve)
def of_a_submitted_text(town: Town) -> Case:
    return of_editor(town, submitted(town))


@ready_for(texts.Return)
def of_a_text_to_change(town: Town) -> Case:
    return of_editor(town, submitted(town), note="Sebut jamnya.")


@ready_for(texts.Correct)
def of_a_public_text(town: Town) -> Case:
    return of_editor(town, approved(town, draft(town)))


@ready_for(texts.Revoke)
def of_a_scheduled_text(town: Town) -> Case:
    now = timezone.now()
    row = draft(town, now=now)
    return of_editor(town, approved(town, row, now + timedelta(days=3), now=now))


@ready_for(embargoes.GiveEmbargo)
def of_a_text_for_a_newsroom(town: Town) -> Case:
    return replace(of_a_scheduled_text(town), given={"newsroom": "Redaksi Contoh"})


@ready_for(embargoes.RevokeEmbargo)
def of_a_text_under_embargo(town: Town) -> Case:
    case = of_a_scheduled_text(town)
    give_embargo(actor=case.own, edition=case.obj, newsroom="Redaksi", now=timezone.now())
    return case


@ready_for(articles.Link)
def of_an_article_to_link(town: Town) -> Case:
    event = record(town)
    return of_editor(town, draft(town).article, events=str(event.pk))


@ready_for(articles.Readdress)
def of_an_article_to_move(town: Town) -> Case:
    return of_editor(town, draft(town).article, slug="alamat-lain")


@ready_for(articles.Replace)
def of_an_article_with_a_newer(town: Town) -> Case:
    newer = draft(town, "k2").article
    return of_editor(town, draft(town).article, by=str(newer))


@ready_for(articles.Withdraw)
def of_an_article(town: Town) -> Case:
    return of_editor(town, draft(town).article, reason="Keliru.")


@ready_for(articles.Restore)
def of_a_withdrawn_article(town: Town) -> Case:
    article = draft(town).article
    editor = town.staff["editor"]
    return of_editor(
        town, withdraw_article(actor=editor, article=article, reason="Keliru.", now=NOW)
    )


def written_emergency(town: Town) -> Emergency:
    now = timezone.now()
    how = {"heading": "Banjir", "sentence": "Hindari Jalan Contoh."}
    ends = now + timedelta(hours=5)
    return write_emergency(actor=town.staff["editor"], ends_at=ends, now=now, **how)


@ready_for(emergencies.Confirm)
def of_a_written_emergency(town: Town) -> Case:
    others = tuple(town.staff[role] for role in ("editor", "lurah", "auditor"))
    return Case(written_emergency(town), town.staff["planner"], others)


@ready_for(emergencies.End)
def of_an_emergency(town: Town) -> Case:
    return of_editor(town, written_emergency(town))


def of_host(town: Town, obj: Any, **given: Any) -> Case:
    """Neither another OPD's host nor the editor, for here somebody receives guests."""
    others = tuple(town.staff[role] for role in ("editor", "lurah", "auditor", "administrator"))
    return Case(obj, town.staff["host"], (town.far["host"], *others), given)


def of_visit(town: Town, visit: Visit, **given: Any) -> Case:
    return of_host(town, visit, seen=str(last_act(visit)), **given)


@ready_for(visit_actions.Accept)
def of_an_asked_visit(town: Town) -> Case:
    visit = asked_now(town)
    return of_visit(town, visit, slot=slot_key(coming_days()[0]))


@ready_for(visit_actions.Offer)
def of_a_visit_on_other_days(town: Town) -> Case:
    visit = asked_now(town)
    return of_visit(town, visit, slots=[slot_key(coming_days()[1])])


@ready_for(visit_actions.AskCompletion)
@ready_for(visit_actions.Decline)
def of_a_visit_to_write_of(town: Town) -> Case:
    return of_visit(town, asked_now(town), note="Sebutkan rancangannya.")


@ready_for(visit_actions.Forward)
def of_a_visit_for_others(town: Town) -> Case:
    visit = asked_now(town)
    return of_visit(town, visit, agency=str(town.other_agency.pk), note="Urusan mereka.")


@ready_for(visit_actions.Cancel)
def of_a_confirmed_visit(town: Town) -> Case:
    return of_visit(town, confirmed_now(town), note="Gedung dipakai.")


@ready_for(visit_actions.Resend)
def of_a_visit_with_a_letter(town: Town) -> Case:
    return of_host(town, confirmed_now(town))


@ready_for(visit_actions.Programme)
def of_a_visit_to_plan(town: Town) -> Case:
    return of_host(town, confirmed_now(town), note="09.00 Sambutan")


@ready_for(visit_actions.AddMaterial)
def of_a_visit_with_slides(town: Town) -> Case:
    upload = Upload(written(), "a.pdf")
    return of_host(town, confirmed_now(town), title="Paparan", document=upload)


@ready_for(visit_actions.MakeDossier)
def of_a_visit_to_take_home(town: Town) -> Case:
    return of_host(town, confirmed_now(town), applications=[app("ssw").code])


@ready_for(visit_actions.Arrive)
def of_a_visit_today(town: Town) -> Case:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return of_host(town, begun(town), at=at)


@ready_for(visit_actions.Leave)
def of_a_visit_that_is_there(town: Town) -> Case:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return of_host(town, received(town), at=at)


@ready_for(visit_actions.Minutes)
def of_a_held_visit(town: Town) -> Case:
    return of_host(town, received(town), note="Dibahas SPBE.")


def question(town: Town) -> VisitQuestion:
    return ask_question(visit=confirmed_now(town), text="Berapa aplikasi?", now=timezone.now())


@ready_for(visit_questions.Answer)
def of_a_question(town: Town) -> Case:
    return of_host(town, question(town), answer="Dua puluh.", public="on")


@ready_for(visit_questions.Withhold)
def of_a_public_question(town: Town) -> Case:
    how = {"answer": "Dua puluh.", "public": True, "now": timezone.now()}
    row = answer_question(actor=town.staff["host"], question=question(town), **how)
    return of_host(town, row)


@ready_for(visit_days.CloseHours)
def of_hours(town: Town) -> Case:
    others = (town.far["host"], *(town.staff[role] for role in ("lurah", "auditor")))
    return Case(open_hours(town), town.staff["host"], others)


@ready_for(visit_days.LiftBlackout)
def of_a_closed_day(town: Town) -> Case:
    day = coming_days()[0]
    how = {"first": day, "last": day, "reason": "Libur", "now": timezone.now()}
    row = record_blackout(actor=town.staff["host"], agency=town.agency, **how)
    others = (town.far["host"], *(town.staff[role] for role in ("lurah", "auditor")))
    return Case(row, town.staff["host"], others)
