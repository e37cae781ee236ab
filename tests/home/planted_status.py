"""Planned work, public words, and what other systems told; with something to hide in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from infrastructure.incidents.verbs import open_incident
from infrastructure.models import Asset, Check, CheckState, ExternalAlert, ImpactRun
from infrastructure.planned.verbs import Plan, plan_maintenance
from infrastructure.vocabulary_monitoring import CheckKind, State
from tests.home.secret import KNOWS_NETWORK, Planted


def plant_status(planted: Planted, runs: Sequence[ImpactRun]) -> None:
    hide, now, staff = planted.hide, timezone.now(), planted.town.staff
    site = Asset.objects.get(code="AS-UMUM")
    site.area = planted.town.areas["35.78.01"]
    site.save()
    check = Check.objects.create(target=site, kind=CheckKind.ICMP, address="192.0.2.9")
    CheckState.objects.create(of_check=check, state=State.UP)
    words = Plan("Pemeliharaan uji", "Uji.", now + timedelta(hours=1), now + timedelta(hours=2))
    for number, (who, run) in enumerate(
        zip(("infra_operator", "infra_operator_opd"), runs, strict=True)
    ):
        plan_maintenance(actor=staff[who], run=run, plan=words, key=f"p{number}", now=now)
    open_incident(
        actor=staff["editor"],
        title="Gangguan uji",
        text="Sedang diselidiki.",
        codes=["AS-UMUM"],
        outage=None,
        now=now,
    )
    told = hide("labelpemantauluar", may=KNOWS_NETWORK, shown_to="infra_operator")
    ExternalAlert.objects.create(
        source="zabbix", fingerprint="1", starts_at=now, name=told, labels={"host": told}
    )
    planted.arguments |= {
        "discovery": [{"job": job} for job in ("icmp", "rtsp", "tidak-ada")],
        "status_of": [
            {"code": code}
            for code in (
                "AS-UMUM/",
                "as-umum.json",
                "AS-UMUM.svg",
                "AS-UMUM.ics",
                "AS-site/",
                "x",
                "wilayah/35.78.01/",
                "wilayah/35.78.02.json",
            )
        ],
    }
