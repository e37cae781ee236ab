"""Every kind of notice that an app declares reaches somebody who has only a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from egov.accounts.models import Contact, Residence, User
from egov.gateway.models import LONGEST
from egov.notices import subscriptions
from egov.notices.models import TextConsent
from egov.notices.tasks import deliver_outbox
from egov.portal.joining import portals
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import publish
from infrastructure.models import (
    AlertDelivery,
    Check,
    IncidentUpdate,
    Maintenance,
    Outage,
    OutageMember,
)
from infrastructure.vocabulary import INFRA_OPERATOR
from infrastructure.vocabulary_monitoring import CauseKind, Told
from musrenbang.domain.appeals import appeal
from musrenbang.models import Decision, Withholding
from news.models import Edition, Event, Occurrence, SignUp, VisitAct
from regulations.models import Finding, LegalEvent
from tests.factories.infrastructure import ContractFactory
from tests.gateway import FakeGateway
from tests.home.planted import plant
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _appealed(town: Town) -> dict[str, Any]:
    row = Withholding.objects.filter(proposal__proposer=town.citizen, appeal=None).first()
    assert row is not None
    return {"appeal": appeal(actor=town.citizen, withholding=row, sentence="Nama saya sendiri.").pk}


def _withheld(town: Town) -> dict[str, Any]:
    row = Withholding.objects.filter(proposal__proposer=town.citizen).latest("pk")
    return {"withholding": row.pk, "ended": False}


def _residence(_town: Town) -> dict[str, Any]:
    return {"residence": Residence.objects.exclude(confirmed_at=None).latest("pk").pk}


def _stage(town: Town) -> dict[str, Any]:
    town.proposal("rw")
    return {"stage": town.stages["rw"].pk, "ends": "besok pukul 24.00"}


def _published(_town: Town) -> dict[str, Any]:
    row = Edition.objects.live(timezone.now()).latest("pk")
    return {"edition": row.pk, "article": row.article_id}


def _seat(_town: Town) -> dict[str, Any]:
    return {"sign_up": SignUp.objects.standing().latest("pk").pk}


def _told(_town: Town) -> dict[str, Any]:
    return {"act": VisitAct.objects.filter(kind="completed").latest("pk").pk}


def _fallen(_town: Town) -> dict[str, Any]:
    outage = Outage.objects.latest("pk")
    row = AlertDelivery.objects.create(
        told=Told.OPENED, outage=outage, office=INFRA_OPERATOR, due_at=timezone.now()
    )
    return {"delivery": row.pk}


def _service_fell(_town: Town) -> dict[str, Any]:
    now = timezone.now()
    check = Check.objects.get(target__code="AS-UMUM")
    outage = Outage.objects.create(root=check.target, cause=CauseKind.TARGET, began_at=now)
    OutageMember.objects.create(outage=outage, of_check=check, is_root=True, joined_at=now)
    return {"outage": outage.pk, "told": Told.OPENED}


def _incident(_town: Town) -> dict[str, Any]:
    row = IncidentUpdate.objects.latest("pk")
    return {"incident": row.incident_id, "update": row.pk}


def _work(_town: Town) -> dict[str, Any]:
    return {"maintenance": Maintenance.objects.latest("pk").pk, "what": "planned"}


# by topic, the payload of an event of it; what the verbs publish themselves their own tests hold
KINDS: dict[str, Callable[[Town], dict[str, Any]]] = {
    "residence.decided": _residence,
    "proposal.submitted": lambda town: {"proposal": town.proposal("rw").pk},
    "proposal.decided": lambda _town: {"decision": Decision.objects.latest("pk").pk},
    "proposal.withheld": _withheld,
    "proposal.appealed": _appealed,
    "stage.ending": _stage,
    "stage.silent": _stage,
    "finding.opened": lambda _town: {"finding": Finding.objects.latest("pk").pk},
    "law.changed": lambda _town: {"event": LegalEvent.objects.latest("pk").pk},
    "event.changed": lambda _town: {"occurrence": _occurrence().pk, "what": "moved"},
    "event.edited": lambda _town: {"event": Event.objects.get(pk=_occurrence().event_id).pk},
    "article.published": _published,
    "edition.returned": lambda _town: {"edition": Edition.objects.latest("pk").pk},
    "sign_up.moved_up": _seat,
    "visit.told": _told,
    "monitoring.told": _fallen,
    "infrastructure.outage": _service_fell,
    "infrastructure.incident": _incident,
    "infrastructure.maintenance": _work,
    "infrastructure.contract": lambda _town: {"contract": ContractFactory().pk, "days": 30},
}


def _occurrence() -> Occurrence:
    return SignUp.objects.standing().latest("pk").occurrence


def _by_number(town: Town) -> None:
    """Everybody loses their address, proves a number and asks for short messages."""
    people = list(User.objects.order_by("pk"))
    Contact.objects.all().delete()
    proved = {"kind": "phone", "proved_at": timezone.now(), "proved_how": "print"}
    for person in people:
        Contact.objects.create(user=person, value=f"+628127{person.pk:07d}", **proved)
        TextConsent.objects.create(user=person)
    follow = subscriptions.follow
    law = LegalEvent.objects.latest("pk").target
    follow(user=town.stranger, kind="peraturan", key=law.code)
    follow(user=town.stranger, kind="berita", key="semua")
    follow(user=town.stranger, kind="status", key="semua")


def test_every_declared_kind_reaches_who_has_only_a_number(
    town: Town, gateway: FakeGateway
) -> None:
    declared = {topic for portal in portals() for topic in portal.notices}
    assert declared == set(KINDS)
    plant(town)
    _by_number(town)
    OutboxEvent.objects.update(consumed_at=timezone.now())
    silent = []
    for topic, payload in KINDS.items():
        values = payload(town)
        OutboxEvent.objects.filter(consumed_at=None).update(consumed_at=timezone.now())
        gateway.taken.clear()
        publish(topic, values)
        deliver_outbox()
        if not gateway.taken:
            silent.append(topic)
        assert all(len(text) <= LONGEST and "http" in text for _, text in gateway.taken), topic
    assert silent == []
