"""The example citizen has heard of something of each kind, and every link leads somewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.notices.mailbox import list_mails
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox, mail_notices
from egov.verbs.models import OutboxEvent
from musrenbang.models import Proposal
from musrenbang.vocabulary import State
from tests.musrenbang.demo.conftest import Make
from tests.town import client_of

NOW = "2026-11-26T09:00Z"


def citizen() -> User:
    person = User.objects.signing_in("warga@demo.example")
    assert person is not None
    return person


def test_notices_of_each_kind_with_links(make: Make, settings: Any) -> None:
    make(NOW)
    person = citizen()
    notices = list(Notice.objects.filter(user=person).order_by("id"))
    assert len(notices) >= 30
    told = " | ".join(f"{notice.subject}: {notice.sentence}" for notice in notices)
    for words in (
        "Domisili Anda",
        "terkirim",
        "disepakati",
        "diteruskan",
        "Perlu dilengkapi",
        "digabung",
        "ditolak",
        "cadangan",
        "layak dengan perubahan",
        "tidak layak",
        "diterima",
        "belum diputuskan tahun ini",
    ):
        assert words in told, words
    moments = [notice.made_at for notice in notices]
    assert moments == sorted(moments)
    assert 0 < sum(notice.read_at is None for notice in notices) < 15
    # what is to be completed still can be
    (row,) = Proposal.objects.filter(proposer=person, state=State.RETURNED)
    with time_machine.travel(NOW, tick=False):
        client = client_of(person)
        assert client.get(f"{row.get_absolute_url()}lengkapi/").status_code == 200
        for address in {notice.url for notice in notices}:
            assert client.get(address).status_code == 200, address


def test_they_were_told_already(make: Make, settings: Any) -> None:
    """Neither the outbox nor the mails are worked off again when the demo starts."""
    make(NOW)
    assert not OutboxEvent.objects.filter(consumed_at=None).exists()
    before, mails = Notice.objects.count(), len(list_mails())
    deliver_outbox()
    assert mail_notices() == 0
    assert Notice.objects.count() == before
    assert Notice.objects.filter(mailed_at=None).count() == 0
    assert len(list_mails()) == mails == before
    assert {mail.to for mail in list_mails()} == {"warga@demo.example"}
    assert list(Path(settings.DEMO_MAIL_ROOT).glob("*.new")) == []


def test_the_page_asks_the_same_for_one_and_for_many(make: Make) -> None:
    make(NOW)
    person = citizen()
    client = client_of(person)

    def queries() -> int:
        cache.clear()
        client.get("/akun/pemberitahuan/")  # reads them
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/akun/pemberitahuan/").status_code == 200
        return len(seen)

    many = queries()
    keep = Notice.objects.filter(user=person).order_by("-id").values_list("pk", flat=True)[:1]
    Notice.objects.filter(user=person).exclude(pk__in=list(keep)).delete()
    assert queries() == many
