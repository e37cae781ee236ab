"""Regulations, pasal and applications for tests, in one line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from regulations.models import Application, Provision, Regulation
from regulations.registry import load_kinds

TODAY = date(2026, 6, 1)


def make(kind: str, number: str, year: int = 2020, **dates: Any) -> Regulation:
    kinds = load_kinds()
    values = {"promulgated_on": date(year, 1, 2), "enacted_on": date(year, 1, 1), **dates}
    return Regulation.objects.create(kind=kinds[kind], number=number, year=year, title=f"Uji {number}", **values)


def app(code: str = "parkir", **more: Any) -> Application:
    return Application.objects.create(code=code, name=f"Aplikasi {code}", element="layanan", **more)


def pasal(regulation: Regulation, number: int) -> Provision:
    return Provision.objects.create(regulation=regulation, label=f"Pasal {number}", path=f"pasal-{number}", position=number, text="Bunyi uji.")
