"""Applications come onto devices and go again; things come in with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from egov.verbs.refusal import NotAllowed
from infrastructure.domain import lifecycle
from infrastructure.domain.deploying import Role, deploy, withdraw
from infrastructure.domain.planning import plan, plan_many
from infrastructure.models import Asset, Deployment, DeploymentGroup, WorkRecord
from infrastructure.vocabulary import AssetKind, AssetStatus, Work
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import (
    DeploymentFactory,
    DeploymentGroupFactory,
    DeviceFactory,
    SiteFactory,
)
from tests.factories.regulations import ApplicationFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


def test_an_application_comes_and_goes_and_comes_back(operator: Any) -> None:
    application, device = ApplicationFactory(), DeviceFactory()
    record = deploy(actor=operator, asset=device.asset, application=application, reason=WHY)
    assert (record.work, record.reason) == (Work.DEPLOY, WHY)
    group = DeploymentGroup.objects.get()
    assert list(group.members.values_list("device", flat=True)) == [device.pk]
    with refused("already_deployed"):
        deploy(actor=operator, asset=device.asset, application=application, reason=WHY)
    gone = withdraw(actor=operator, asset=device.asset, group=group, reason=WHY)
    assert not Deployment.objects.exists()
    kept = gone.before["deployment"]
    role = Role(kept["environment"], kept["group"], kept["min_up"])
    deploy(actor=operator, asset=device.asset, application=application, role=role, reason=WHY)
    assert Deployment.objects.get().group == group


def test_what_is_withdrawn_may_retire(operator: Any) -> None:
    deployment = DeploymentFactory()
    asset = deployment.device.asset
    with refused("still_used"):
        lifecycle.retire(actor=operator, asset=asset, reason=WHY)
    withdraw(actor=operator, asset=asset, group=deployment.group, reason=WHY)
    lifecycle.retire(actor=operator, asset=asset, reason=WHY)
    assert Asset.objects.get(pk=asset.pk).status == AssetStatus.RETIRED


def test_enough_of_the_others_must_be_left(operator: Any) -> None:
    group = DeploymentGroupFactory(min_up=2)
    first, second = (DeploymentFactory(group=group).device.asset for _ in range(2))
    with refused("too_few_left"):
        withdraw(actor=operator, asset=first, group=group, reason=WHY)
    withdraw(actor=operator, asset=first, group=group, min_up=1, reason=WHY)
    group.refresh_from_db()
    assert group.min_up == 1
    withdraw(actor=operator, asset=second, group=group, reason=WHY)
    with refused("not_deployed"):
        withdraw(actor=operator, asset=second, group=group, reason=WHY)


def test_not_on_what_is_no_device_or_no_longer_used(operator: Any) -> None:
    site, gone = SiteFactory(), DeviceFactory(asset__status=AssetStatus.RETIRED)
    for thing, code in ((site, "not_a_device"), (gone, "retired")):
        with refused(code):
            deploy(actor=operator, asset=thing.asset, application=ApplicationFactory(), reason=WHY)


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [
        ("infra_operator", True, True),
        ("infra_operator_opd", True, False),
        ("auditor", False, False),
        ("lurah", False, False),
        ("ketua_rw", False, False),
        ("citizen", False, False),
        ("stranger", False, False),
    ],
)
def test_who_places_and_withdraws_whose(who: str, own: bool, others: bool) -> None:
    actor: Any = AnonymousUser()
    agency = None
    if who == "citizen":
        actor = UserFactory()
    elif who != "stranger":
        office = AppointmentFactory(role=who)
        actor, agency = office.user, office.agency
    cases = [(agency, own)] if agency is not None else []
    for owner, may in (*cases, (None, others)):
        deployment = DeploymentFactory(device__asset__owner=owner)
        asset, application = deployment.device.asset, ApplicationFactory()
        acts = (
            lambda a=asset, x=application: deploy(actor=actor, asset=a, application=x, reason=WHY),
            lambda a=asset, g=deployment.group: withdraw(actor=actor, asset=a, group=g, reason=WHY),
        )
        for act in acts:
            if may:
                act()
                continue
            with pytest.raises(NotAllowed):
                act()


def test_the_desk_places_and_withdraws(operator: Any, client: Client) -> None:
    application, device = ApplicationFactory(), DeviceFactory()
    client.force_login(operator)
    page = f"/admin/infrastructure/asset/{device.pk}/tindakan/"
    sent = {
        "act": "tempatkan",
        "tempatkan-application": application.code,
        "tempatkan-environment": "production",
        "tempatkan-reason": WHY,
    }
    answer = client.post(page, sent, follow=True).content.decode()
    assert f"Aplikasi ditempatkan: {application.code}, server" in answer
    group = DeploymentGroup.objects.get()
    sent = {"act": "tarik", "tarik-group": group.pk, "tarik-reason": WHY}
    answer = client.post(page, sent, follow=True).content.decode()
    assert f"Aplikasi ditarik: {application.code}, server" in answer
    assert not Deployment.objects.exists()


# -- things come in with a reason ------------------------------------------------------------


def test_what_is_planned_says_who_and_why(operator: Any) -> None:
    values = {"code": "LOK-1", "kind": "park"}
    asset = plan(actor=operator, kind=AssetKind.SITE, values=values, reason=WHY)
    record = asset.work.get()
    assert (record.work, record.reason, record.done_by) == (Work.PLAN, WHY, operator)
    with refused("no_reason"):
        plan(actor=operator, kind=AssetKind.SITE, values={**values, "code": "L-2"}, reason=" ")
    lifecycle.retire(actor=operator, asset=asset, reason=WHY)  # its way back


def test_each_of_many_has_its_record(operator: Any) -> None:
    rows = [{"code": code, "kind": "park"} for code in ("L-1", "L-2", "l-1")]
    plan_many(actor=operator, kind=AssetKind.SITE, rows=rows, reason=WHY)
    records = WorkRecord.objects.filter(work=Work.PLAN, reason=WHY)
    assert set(records.values_list("asset__code", flat=True)) == {"L-1", "L-2"}


def test_a_program_may_say_why(operator: Any, client: Client) -> None:
    client.force_login(operator)
    for number, reason in enumerate(("Dari aset BMD", "")):
        sent = {"kode": f"L-{number}", "macam": "park", "alasan": reason}
        headers = {"Idempotency-Key": f"k{number}"}
        address = "/api/v1/lokasi/"
        answer = client.post(address, sent, content_type="application/json", headers=headers)
        assert answer.status_code == 201
        record = WorkRecord.objects.get(asset__code=f"L-{number}")
        assert record.reason == (reason or "Lewat API")
    sent = {"orang_dilayani": 40, "alasan": "Dihitung ulang"}
    client.patch("/api/v1/lokasi/L-0/", sent, content_type="application/json")
    assert WorkRecord.objects.get(work=Work.REVISE).reason == "Dihitung ulang"
    long = client.patch("/api/v1/lokasi/L-0/", {"alasan": "x" * 301}, "application/json").json()
    assert list(long["errors"]) == ["alasan"]
