"""Wrong passwords lock out a pair of login and network, never a person.

Idle staff sign in again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from tests.town import PASSWORD, Town, client_of


def attempt(client: Client, login: str, password: str, address: str = "198.51.100.7") -> Any:
    return client.post("/akun/masuk/", {"login": login, "password": password}, REMOTE_ADDR=address)


def locked(page: Any) -> bool:
    return page.status_code == 200 and "Terlalu banyak percobaan" in page.content.decode()


def test_nobody_locks_an_officer_out_from_elsewhere(town: Town) -> None:
    login = town.staff["lurah"].email
    for _ in range(5):
        assert not locked(attempt(Client(), login, "salah"))
    assert locked(attempt(Client(), login, PASSWORD))
    # from another network, and for another person from the same one, nothing is locked
    assert attempt(Client(), login, PASSWORD, "203.0.113.9").status_code == 302
    assert attempt(Client(), town.staff["camat"].email, PASSWORD).status_code == 302


def test_a_known_device_passes(town: Town) -> None:
    login, device = town.staff["lurah"].email, Client()
    assert attempt(device, login, PASSWORD).status_code == 302
    device.post("/akun/keluar/")
    for _ in range(6):
        attempt(Client(), login, "salah")
    assert locked(attempt(Client(), login, PASSWORD))
    assert attempt(device, login, PASSWORD).status_code == 302
    # known for this person only, and not without end
    device.post("/akun/keluar/")
    other = town.staff["camat"].email
    for _ in range(6):
        attempt(device, other, "salah")
    assert locked(attempt(device, other, PASSWORD))
    for _ in range(20):
        attempt(device, login, "salah")
    assert locked(attempt(device, login, PASSWORD))


def test_the_devices_cookie_names_nobody_and_cannot_be_made(town: Town) -> None:
    client = Client()
    attempt(client, town.citizen.email, PASSWORD)
    cookie = client.cookies["egov_device"]
    assert town.citizen.email not in cookie.value
    assert (cookie["httponly"], cookie["path"]) == (True, "/akun/")
    forged = Client()
    forged.cookies["egov_device"] = cookie.value[:-2] + "xx"
    for _ in range(5):
        attempt(forged, town.citizen.email, "salah", "192.0.2.1")
    assert locked(attempt(forged, town.citizen.email, PASSWORD, "192.0.2.1"))


def test_idle_staff_sign_in_again_and_citizens_stay(town: Town) -> None:
    staff, citizen = client_of(town.staff["lurah"]), client_of(town.citizen)
    assert staff.get("/admin/").status_code == 200
    assert citizen.get("/akun/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=11)):
        assert staff.get("/admin/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=22)):
        assert staff.get("/admin/").status_code == 200  # eleven hours after the last act
    with time_machine.travel(timezone.now() + timedelta(hours=35)):
        page = staff.get("/admin/", follow=True)
        assert "sudah lama tidak bekerja" in page.content.decode()
        assert citizen.get("/akun/").status_code == 200
