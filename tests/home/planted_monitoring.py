"""What is watched, with something to hide: addresses, a machine's address and key, an outage."""

from __future__ import annotations

import uuid

from django.utils import timezone

from infrastructure.models import (
    AlertDelivery,
    AlertRoute,
    AlertStep,
    Asset,
    Check,
    CheckState,
    Outage,
    OutageMember,
    Stoppage,
)
from infrastructure.monitoring.acknowledging import link_token
from infrastructure.monitoring.channels import add_channel
from infrastructure.monitoring.webhooks import secret_of
from infrastructure.vocabulary import INFRA_OPERATOR
from infrastructure.vocabulary_monitoring import CauseKind, CheckKind, State, Told
from tests.home.secret import KNOWS_NETWORK, Planted


def plant_monitoring(planted: Planted) -> None:
    hide, now = planted.hide, timezone.now()
    operator = planted.town.staff["infra_operator"]
    target = Asset.objects.get(code="AS-device")
    address = hide("alamatdiperiksa.contoh", may=KNOWS_NETWORK, shown_to="infra_operator")
    check = Check.objects.create(target=target, kind=CheckKind.ICMP, address=address)
    push = Check.objects.create(target=target, kind=CheckKind.PUSH, push_uuid=uuid.uuid4())
    hide(str(push.push_uuid), may=set(), name="address of a push")
    for row in (check, push):
        CheckState.objects.create(of_check=row, state=State.DOWN)
    planted.rows["infrastructure.check"] = [check.pk, push.pk]
    outage = Outage.objects.create(root=target, cause=CauseKind.TARGET, began_at=now)
    OutageMember.objects.create(outage=outage, of_check=check, is_root=True, joined_at=now)
    url = hide("https://penerimamesin.contoh/token", may=set())
    channel = add_channel(actor=operator, name="Ruang kendali", url=url, now=now)
    hide(secret_of(channel), may=set(), name="key of a webhook")
    route = AlertRoute.objects.create(name="Semua")
    AlertStep.objects.create(route=route, channel=channel)
    AlertStep.objects.create(route=route, office=INFRA_OPERATOR, after_min=10)
    AlertDelivery.objects.create(
        told=Told.OPENED, outage=outage, route=route, channel=channel, due_at=now, dead_at=now
    )
    Stoppage.objects.create(reason="Uji", stopped_by=operator, resumed_at=now, resumed_by=operator)
    hide(link_token(outage.pk, operator.pk), may=set(), name="link of an alert")
    planted.arguments |= {
        "ping": [{"address": uuid.uuid4()}],
        "ping_word": [{"address": uuid.uuid4(), "word": word} for word in ("fail", "7", "apa")],
        "acknowledge_outage": [{"token": "tebakan"}],
    }
