"""Applications at the desk."""

from __future__ import annotations

from egov.accounts.models import User
from regulations.models import (
    Application,
)
from tests.regulations.factories import NO_STEPS, app, bind_umbrella, make
from tests.town import client_of


def test_a_repeated_tap_is_told_not_forbidden(officer: User) -> None:
    desk = client_of(officer)
    a = app()
    bind_umbrella(officer, a, make("perwali", "1"))
    address = f"/admin/regulations/application/{a.pk}/tindakan/"
    for _ in range(2):
        answer = desk.post(address, {"act": "berjalan", "berjalan-on": "2021-06-01"}, follow=True)
        assert answer.status_code == 200
    assert "mungkin sudah dilakukan" in answer.content.decode()
    assert a.steps.count() == 1
    assert desk.get("/admin/regulations/binding/add/?application=abc").status_code == 200


def test_the_history_says_who_in_indonesian(officer: User) -> None:
    client = client_of(officer)
    client.post(
        "/admin/regulations/application/add/",
        {"name": "Baru", "code": "baru", "element": "layanan", **NO_STEPS},
    )
    application = Application.objects.get(code="baru")
    page = client.get(f"/admin/regulations/application/{application.pk}/history/").content.decode()
    history = page.split('<ol class="history">')[1]
    assert "Dibuat" in history
    assert f"oleh {officer.appointments_now[0].title}" in history
