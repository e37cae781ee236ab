"""A text on its way, and the rules of the database: frozen, by two people, told once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from egov.accounts.models import User
from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from news.domain import articles, editions
from news.domain.embargo import give_embargo
from news.domain.linking import link_article
from news.models import Edition, FormerAddress, OutgoingHost
from news.vocabulary import EditionState
from tests.news.conftest import HOUR, NOW, approved, draft, text
from tests.town import Town, client_of

LATER = NOW + timedelta(days=3)


def refused(act: Any, **how: Any) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act(**how)
    return refusal.value.code


def test_the_whole_way(town: Town) -> None:
    edition = draft(town)
    assert draft(town) == edition
    contributor, editor = town.staff["contributor"], town.staff["editor"]
    submitted = editions.submit_text(actor=contributor, edition=edition, now=NOW)
    assert submitted.review_due_at == NOW + timedelta(days=2)
    editions.claim_text(actor=editor, edition=edition, now=NOW)
    back = editions.return_text(actor=editor, edition=edition, note="Sebut jamnya.", now=NOW)
    assert (back.state, back.claimed_by) == (EditionState.RETURNED, None)
    content = text(body="<p>Buka pukul 06.00.</p>")
    editions.save_text(actor=contributor, edition=edition, content=content, seen=0, now=NOW)
    row = approved(town, edition, LATER)
    assert (row.publish_at, row.first_publish_at, row.version) == (LATER, LATER, 1)
    assert [r.act for r in row.reviews.all()] == [
        "diajukan",
        "dikembalikan",
        "diajukan",
        "disetujui",
    ]
    assert not Edition.objects.live(LATER - HOUR).exists()
    assert Edition.objects.live(LATER).get() == row


@pytest.mark.parametrize(
    ("kind", "changes", "code", "field"),
    [
        ("berita", {"title": " "}, "no_title", "title"),
        ("berita", {"lead": ""}, "no_lead", "lead"),
        ("berita", {"body": "<script>alert(1)</script>"}, "no_body", "body"),
        ("berita", {"byline": "Hana"}, "bad_byline", "byline"),
        ("pengumuman", {}, "no_number", "announcement_number"),
        ("klarifikasi", {}, "no_claim", "claim"),
        ("klarifikasi", {"claim": "Air habis"}, "no_verdict", "verdict"),
        ("klarifikasi", {"claim": "Air habis", "verdict": "salah"}, "no_evidence", "evidence"),
        ("opini", {}, "unknown_kind", "kind"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(
    town: Town, kind: str, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        draft(town, kind=kind, **changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_who_wrote_does_not_approve(town: Town) -> None:
    edition = draft(town)
    editor = town.staff["editor"]
    editions.save_text(actor=editor, edition=edition, content=text(), seen=0, now=NOW)
    editions.submit_text(actor=town.staff["contributor"], edition=edition, now=NOW)
    with pytest.raises(NotAllowed) as refusal:
        editions.approve_text(actor=editor, edition=edition, now=NOW)
    assert refusal.value.code == "own_text"
    approving = {"state": "approved", "approved_at": NOW, "publish_at": NOW}
    with pytest.raises(IntegrityError, match="another_person_approves"), transaction.atomic():
        Edition.objects.update(approved_by=editor, **approving)


@pytest.mark.parametrize(
    "change", [{"body": "<p>Lain.</p>"}, {"publish_at": LATER}, {"state": "draft"}]
)
def test_the_database_freezes_what_was_approved(town: Town, change: dict[str, Any]) -> None:
    row = approved(town, draft(town))
    with pytest.raises(InternalError), transaction.atomic():
        Edition.objects.filter(pk=row.pk).update(**change)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Edition.objects.filter(pk=row.pk)._raw_delete("default")
    Edition.objects.filter(pk=row.pk).update(announced_at=NOW)


def test_two_writers_at_once(town: Town) -> None:
    edition = draft(town)
    how = {"actor": town.staff["contributor"], "edition": edition, "seen": 0, "now": NOW}
    editions.save_text(content=text(title="Pertama"), **how)
    assert refused(editions.save_text, content=text(title="Kedua"), **how) == "changed_meanwhile"
    edition.refresh_from_db()
    assert edition.title == "Pertama"


def test_a_scheduled_correction_leaves_what_is_public(town: Town) -> None:
    first = approved(town, draft(town))
    contributor = town.staff["contributor"]
    new = editions.correct_text(actor=contributor, edition=first, now=NOW)
    how = {"actor": contributor, "edition": new, "now": NOW}
    assert refused(editions.submit_text, **how) == "no_change_note"
    content = text(title="Taman dibuka Selasa", change_note="Hari pembukaan salah.")
    editions.save_text(content=content, seen=0, **how)
    second = approved(town, new, LATER)
    assert Edition.objects.live(LATER - HOUR).get() == first
    assert Edition.objects.live(LATER).get() == second
    assert second.first_publish_at == first.first_publish_at
    editions.revoke_text(actor=town.staff["editor"], edition=second, now=NOW)
    assert Edition.objects.live(LATER).get() == first


def test_what_is_done_out_of_turn(town: Town) -> None:
    edition = draft(town)
    contributor, editor = town.staff["contributor"], town.staff["editor"]
    codes = {
        "not_submitted": (editions.approve_text, {"actor": editor}),
        "already_published": (editions.revoke_text, {"actor": editor}),
    }
    for code, (act, how) in codes.items():
        assert refused(act, edition=edition, now=NOW, **how) == code
    assert refused(editions.correct_text, actor=editor, edition=edition, now=NOW) == "text_in_work"
    editions.submit_text(actor=contributor, edition=edition, now=NOW)
    again = {"actor": contributor, "edition": edition, "now": NOW}
    assert refused(editions.submit_text, **again) == "already_submitted"
    past = {"actor": editor, "edition": edition, "now": NOW, "publish_at": NOW - HOUR}
    assert refused(editions.approve_text, **past) == "publish_in_past"
    far = {**past, "publish_at": NOW + timedelta(days=400)}
    assert refused(editions.approve_text, **far) == "publish_too_far"


def test_a_host_never_used_before_is_shown_to_the_approver(town: Town) -> None:
    body = '<p><a href="https://baru.example/a">a</a></p>'
    edition = draft(town, body=body)
    with pytest.raises(Invalid, match=r"baru\.example") as refusal:
        approved(town, edition)
    assert refusal.value.field == "checked"
    row = editions.approve_text(actor=town.staff["editor"], edition=edition, now=NOW, checked=True)
    assert row.state == EditionState.APPROVED
    assert OutgoingHost.objects.get().host == "baru.example"
    approved(town, draft(town, "k2", body=body, title="Lain"))


def test_words_of_gambling_alarm(town: Town) -> None:
    with pytest.raises(Invalid, match="judi daring: slot gacor"):
        approved(town, draft(town, body="<p>Daftar slot gacor di sini</p>"))


def test_it_is_announced_once(town: Town) -> None:
    row = approved(town, draft(town), LATER)
    assert editions.announce(LATER - HOUR) == 0
    assert [editions.announce(LATER), editions.announce(LATER)] == [1, 0]
    told = OutboxEvent.objects.filter(topic="article.published")
    assert [event.payload["edition"] for event in told] == [row.pk]


def test_withdrawn_restored_replaced_readdressed(town: Town) -> None:
    article = approved(town, draft(town)).article
    newer = approved(town, draft(town, "k2")).article
    assert newer.slug == "taman-dibuka-lagi-2"
    editor = town.staff["editor"]
    how = {"actor": editor, "article": article}
    articles.withdraw_article(reason="Keliru.", now=NOW, **how)
    assert refused(articles.withdraw_article, reason="x", now=NOW, **how) == "already_withdrawn"
    assert Edition.objects.live(LATER).get().article == newer
    articles.restore_article(**how)
    assert refused(articles.restore_article, **how) == "not_withdrawn"
    articles.replace_article(by=newer, **how)
    circle = {"actor": editor, "article": newer, "by": article}
    assert refused(articles.replace_article, **circle) == "replaces_itself"
    taken = {"slug": newer.slug, "now": NOW, **how}
    assert refused(articles.readdress, **taken) == "slug_taken"
    articles.readdress(slug="Taman Baru", now=NOW, **how)
    assert FormerAddress.objects.get().slug == "taman-dibuka-lagi"
    articles.readdress(slug="taman-dibuka-lagi", now=NOW, **how)
    assert FormerAddress.objects.get().slug == "taman-baru"


WHO: dict[str, tuple[str, ...]] = {
    "contributor": ("write",),
    "editor": ("write", "edit"),
    "far_contributor": (),
    "verifier": (),
    "planner": (),
    "auditor": (),
    "administrator": (),
    "citizen": (),
    "stranger": (),
}


def person(town: Town, who: str) -> Any:
    """A stranger is nobody who is signed in."""
    if who in ("citizen", "stranger"):
        return town.citizen if who == "citizen" else AnonymousUser()
    return (town.far if who.startswith("far_") else town.staff)[who.removeprefix("far_")]


def acts(town: Town, actor: Any) -> dict[str, list[Any]]:
    """What may be done to texts and articles, by the right that it needs."""
    work, public = draft(town), approved(town, draft(town, "k2"))
    waits = draft(town, "k3")
    editions.submit_text(actor=town.staff["contributor"], edition=waits, now=NOW)
    ahead = approved(town, draft(town, "k4"), LATER)
    of = {"actor": actor, "article": public.article}
    at = {"actor": actor, "now": NOW}
    return {
        "write": [
            lambda: draft(town, "own", actor=actor),
            lambda: editions.save_text(edition=work, content=text(), seen=0, **at),
            lambda: editions.submit_text(edition=work, **at),
            lambda: editions.correct_text(edition=public, **at),
            lambda: link_article(**of),
        ],
        "edit": [
            lambda: editions.claim_text(edition=waits, **at),
            lambda: editions.return_text(edition=waits, note="x", **at),
            lambda: editions.approve_text(edition=waits, **at),
            lambda: editions.revoke_text(edition=ahead, **at),
            lambda: give_embargo(edition=ahead, newsroom="Redaksi", **at),
            lambda: articles.readdress(slug="lain", now=NOW, **of),
            lambda: articles.replace_article(by=None, **of),
            lambda: articles.withdraw_article(reason="x", now=NOW, **of),
            lambda: articles.restore_article(**of),
        ],
    }


@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what(town: Town, who: str) -> None:
    codes = {"write": "not_your_agency", "edit": "not_editor"}
    for right, doings in acts(town, person(town, who)).items():
        told = []
        for do in doings:
            try:
                with transaction.atomic():
                    do()
                    transaction.set_rollback(True)
                told.append("")
            except Refusal as refusal:
                told.append(refusal.code if isinstance(refusal, NotAllowed) else "")
        assert set(told) == {"" if right in WHO[who] else codes[right]}, right


def test_the_api_begins_a_draft_by_the_same_verb(town: Town) -> None:
    body = {
        "jenis": "berita",
        "perangkat_daerah": town.agency.code,
        "judul": "Taman",
        "ringkasan": "Taman dibuka.",
        "isi": "<p>Isi <script>alert(1)</script></p>",
    }

    def post(person: User | None, **changes: str) -> Any:
        how = {"headers": {"Idempotency-Key": "k"}, "content_type": "application/json"}
        client = client_of(person) if person else Client()
        return client.post("/api/v1/berita/", {**body, **changes}, **how)

    contributor = town.staff["contributor"]
    sent = [post(contributor) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[0].json()["keadaan"] == "draft"
    assert Edition.objects.get().body == "<p>Isi </p>"
    wrong = post(contributor, isi="<script>a</script>")
    for answer, status, code in (
        (wrong, 201, None),  # the same key: the one that is there
        (post(town.staff["editor"], jenis="pengumuman"), 422, "no_number"),
        (post(town.far["contributor"]), 403, "not_your_agency"),
        (post(town.citizen), 403, "not_your_agency"),
        (post(None), 403, "not_authenticated"),
    ):
        assert (answer.status_code, answer.json().get("code")) == (status, code)
