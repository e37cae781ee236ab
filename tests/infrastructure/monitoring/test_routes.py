"""Routes of alerts and their steps: written by verbs, ended and brought back."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from infrastructure.models import AlertChannel, AlertRoute, AlertStep
from infrastructure.monitoring import routes
from infrastructure.monitoring.channels import add_channel, end_channel
from infrastructure.monitoring.routes import Step, Way
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR
from tests.factories.accounts import AppointmentFactory
from tests.infrastructure.monitoring.city import BEGIN
from tests.infrastructure.street import operator, person
from tests.refusals import outcome_of
from tests.town import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/infrastructure/alertroute/"


def machine(actor: Any) -> AlertChannel:
    return add_channel(actor=actor, name="Ruang", url="https://m.contoh/", now=BEGIN)


def test_a_route_is_written_step_by_step_ended_and_brought_back() -> None:
    actor = operator()
    channel = machine(actor)
    route = routes.add_route(
        actor=actor, way=Way(" Malam  hari "), step=Step(office=INFRA_OPERATOR)
    )
    assert route.name == "Malam hari"
    first = route.steps.get()
    second = routes.add_step(actor=actor, route=route, step=Step(5, channel=channel))
    again: list[tuple[Any, dict[str, Any], str]] = [
        (routes.add_step, {"route": route, "step": Step(9, channel=channel)}, "told_already"),
        (routes.change_step, {"row": second, "step": Step(0, INFRA_OPERATOR)}, "told_already"),
        (routes.add_step, {"route": route, "step": Step()}, "step_tells_one"),
        (
            routes.add_step,
            {"route": route, "step": Step(0, AGENCY_OPERATOR, channel)},
            "step_tells_one",
        ),
        (routes.add_step, {"route": route, "step": Step(0, "lurah")}, "unknown_office"),
        (routes.add_step, {"route": route, "step": Step(1441, AGENCY_OPERATOR)}, "bad_wait"),
        (routes.bring_back_route, {"route": route}, "not_ended"),
        (end_channel, {"channel": channel, "now": BEGIN}, "still_used"),
    ]
    for act, named, code in again:
        assert outcome_of(act, actor=actor, **named) == code
    routes.change_step(actor=actor, row=second, step=Step(15, channel=channel))
    routes.remove_step(actor=actor, row=first)
    assert outcome_of(routes.remove_step, actor=actor, row=first) == "no_such_step"
    assert outcome_of(routes.remove_step, actor=actor, row=second) == "last_step"
    routes.end_route(actor=actor, route=route, now=BEGIN)
    for act, named in (
        (routes.end_route, {"route": route, "now": BEGIN}),
        (routes.change_route, {"route": route, "way": Way("x")}),
        (routes.add_step, {"route": route, "step": Step(0, AGENCY_OPERATOR)}),
        (routes.change_step, {"row": second, "step": Step(0, AGENCY_OPERATOR)}),
        (routes.remove_step, {"row": second}),
    ):
        assert outcome_of(act, actor=actor, **named) == "ended"
    routes.bring_back_route(actor=actor, route=route)
    routes.end_route(actor=actor, route=route, now=BEGIN)
    end_channel(actor=actor, channel=channel, now=BEGIN)
    assert outcome_of(routes.bring_back_route, actor=actor, route=route) == "channel_ended"
    step = Step(channel=channel)
    assert outcome_of(routes.add_route, actor=actor, way=Way("x"), step=step) == "channel_ended"
    history = client_of(actor).get(f"{LIST}{route.pk}/history/").content.decode()
    assert "Langkah dihapus: Operator infrastruktur, setelah 0 menit" in history
    assert "Langkah diubah: Ruang, setelah 15 menit" in history


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "bad_name"),
        ({"position": -1}, "bad_position"),
        ({"severity": 9}, "bad_severity"),
        ({"kinds": ["moon"]}, "bad_kind"),
        ({"reminder_min": 0}, "bad_reminder"),
        ({"hours_from": time(6)}, "half_hours"),
        ({"quiet_from": time(6), "quiet_to": time(6)}, "half_quiet_hours"),
    ],
)
def test_what_does_not_fit_is_refused_when_made_and_when_changed(changed: Any, code: str) -> None:
    actor, way = operator(), Way(**{"name": "Uji", **changed})
    step = Step(office=INFRA_OPERATOR)
    assert outcome_of(routes.add_route, actor=actor, way=way, step=step) == code
    assert not AlertRoute.objects.exists()
    route = routes.add_route(actor=actor, way=Way("Uji"), step=step)
    assert outcome_of(routes.change_route, actor=actor, route=route, way=way) == code


@pytest.mark.parametrize("role", ["lurah", "administrator", "auditor", AGENCY_OPERATOR])
def test_only_the_region_s_operator_writes_them(role: str) -> None:
    route = AlertRoute.objects.create(name="R")
    row = AlertStep.objects.create(route=route, office=INFRA_OPERATOR)
    actor = AppointmentFactory(role=role).user
    step, told = Step(office=AGENCY_OPERATOR), {"actor": actor}
    acts: list[tuple[Any, dict[str, Any]]] = [
        (routes.add_route, {"way": Way("x"), "step": step}),
        (routes.change_route, {"route": route, "way": Way("x")}),
        (routes.end_route, {"route": route, "now": BEGIN}),
        (routes.bring_back_route, {"route": route}),
        (routes.add_step, {"route": route, "step": step}),
        (routes.change_step, {"row": row, "step": step}),
        (routes.remove_step, {"row": row}),
    ]
    assert {outcome_of(act, **told, **named) for act, named in acts} == {"not_infra_operator"}
    page = client_of(person(role)).get(f"{LIST}{route.pk}/tindakan/")
    assert page.status_code == (200 if role == "auditor" else 403)


def test_at_the_desk_both_hours_and_one_receiver_are_wanted_and_nothing_typed_is_lost() -> None:
    client = client_of(operator())
    form = {"name": "Malam", "position": "1", "severity": "2", "after_min": "0"}
    form["office"] = INFRA_OPERATOR
    half = client.post(f"{LIST}add/", {**form, "quiet_from": "22:00"}).content.decode()
    assert "jam tenang" in half and 'value="22:00"' in half
    nobody = client.post(f"{LIST}add/", {**form, "office": ""}).content.decode()
    assert "Pilih satu" in nobody and 'value="Malam"' in nobody
    whole = {**form, "quiet_from": "22:00", "quiet_to": "06:00"}
    assert client.post(f"{LIST}add/", whole).status_code == 302
    route = AlertRoute.objects.get()
    page = client.get(f"{LIST}{route.pk}/tindakan/").content.decode()
    assert "22.00 sampai 06.00" in page and "seketika: Operator infrastruktur" in page
    other = AlertStep.objects.create(
        route=AlertRoute.objects.create(name="Lain"), office=INFRA_OPERATOR
    )
    sent = {"act": "hapus-langkah", "hapus-langkah-step": str(other.pk)}
    client.post(f"{LIST}{route.pk}/tindakan/", sent)
    assert AlertStep.objects.filter(pk=other.pk).exists()
    assert "Lain" not in client.get(LIST, {"keadaan": "diakhiri"}).content.decode()
