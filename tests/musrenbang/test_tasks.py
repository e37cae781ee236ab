from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from egov.files.models import StoredFile
from egov.files.orphans import forget_orphans
from egov.files.pictures import store_picture
from egov.verbs.models import IdempotencyKey
from egov.verbs.tasks import forget_old_keys
from musrenbang.domain.submission import submit
from musrenbang.models import Draft, Proposal, ProposalPhoto
from musrenbang.tasks import close_ended_stages, forget_old_drafts
from tests.conftest import picture
from tests.town import Town


def test_what_is_no_longer_needed_is_forgotten(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    kept, loose = (
        store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None) for _ in range(2)
    )
    name = loose.file.name
    proposal = submit(
        actor=town.citizen, channel=town.channel, content=town.content(photos=(kept,)), key="k"
    )
    draft = Draft.objects.create(owner=town.citizen, channel=town.channel)
    draft.photos.add(loose)
    assert (forget_old_keys(), forget_old_drafts()) == (0, 0)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert forget_old_keys() == 1
        assert forget_old_drafts() > 0
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_orphans() == 1
    assert list(StoredFile.objects.all()) == [kept]
    assert ProposalPhoto.objects.get().proposal == proposal
    assert not loose.file.storage.exists(name)
    assert IdempotencyKey.objects.count() == 0


def test_the_calendar_closes_what_has_ended(town: Town) -> None:
    town.proposal()
    assert close_ended_stages() == 0
    after, went = town.channel.submission.upper + timedelta(hours=2), []
    with time_machine.travel(after):  # all stages end at once: the RW passes it on, nobody decides
        went = [close_ended_stages() for _ in range(3)]
    assert sum(went) == 2 and went[-1] == 0
    assert Proposal.objects.get().state == "undecided"
