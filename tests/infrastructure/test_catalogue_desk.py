"""An empty inventory begins at the desk: types of cables, roles of devices, clusters."""

from __future__ import annotations

import pytest
from django.test import Client

from infrastructure.models import CableType, Cluster, DeviceRole
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import CableTypeFactory

pytestmark = pytest.mark.django_db

MODELS = {
    CableType: {"tubes": "2", "per_tube": "12", "loss_db_km": "0.35"},
    DeviceRole: {},
    Cluster: {},
}


def desk(client: Client, role: str) -> Client:
    user = AppointmentFactory(role=role).user
    client.force_login(user, backend="egov.accounts.signing_in.ContactBackend")
    return client


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("role", "listed", "adds"),
    [
        ("infra_operator", 200, True),
        ("infra_operator_opd", 200, False),
        ("auditor", 200, False),
        ("lurah", 403, False),
    ],
)
def test_the_regions_operator_fills_it(
    client: Client, settings: object, model: type, role: str, listed: int, adds: bool
) -> None:
    settings.STAFF_MFA_REQUIRED = False  # type: ignore[attr-defined]
    base = f"/admin/infrastructure/{model._meta.model_name}/"  # type: ignore[attr-defined]
    desk(client, role)
    assert client.get(base).status_code == listed
    sent = {"code": "contoh-1", "name": "Contoh", **MODELS[model]}
    answer = client.post(f"{base}add/", sent)
    assert answer.status_code == (302 if adds else 403)
    assert model.objects.filter(code="contoh-1").exists() is adds  # type: ignore[attr-defined]


def test_what_cores_are_numbered_by_stays(client: Client, settings: object) -> None:
    settings.STAFF_MFA_REQUIRED = False  # type: ignore[attr-defined]
    kind = CableTypeFactory(code="fo-24", tubes=2)
    address = f"/admin/infrastructure/cabletype/{kind.pk}/change/"
    sent = {"code": "lain", "name": "FO 24", "tubes": "9", "per_tube": "6", "loss_db_km": "0.4"}
    assert desk(client, "infra_operator").post(address, sent).status_code == 302
    kind.refresh_from_db()
    assert (kind.code, kind.tubes, kind.per_tube) == ("fo-24", 2, 12)
    assert (kind.name, kind.loss_db_km) == ("FO 24", 0.4)
