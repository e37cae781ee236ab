"""Makes the examples as an officer would: PDF, reading, confirmation, events, bindings, live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from egov.accounts.models import Appointment, User
from egov.agencies.models import Agency
from egov.documents.pdf import make_pdf
from regulations.domain.applications.bindings import bind
from regulations.domain.applications.health import recompute
from regulations.domain.applications.lifecycle import go_live, move
from regulations.domain.law.clauses import confirm_clauses, settle
from regulations.domain.law.effects import effects_of, record_effect
from regulations.domain.registry import load_kinds
from regulations.domain.text.incoming import receive_pdf, register
from regulations.domain.text.intake import read_document
from regulations.domain.text.review import confirm_text
from regulations.models import Application, Clause, Regulation, RegulationKind
from regulations.vocabulary import LEGAL_OFFICER, BindingRole, ClauseKind, LifecycleState

TEXTS = Path(__file__).resolve().parent / "texts"
# in the order of law: what is cited or repealed comes before what does it
NUMBERS = ("contoh-1", "contoh-2", "contoh-3", "contoh-4", "contoh-5")
NOTE = "Contoh buatan portal untuk demo; tidak pernah berlaku."
_HEAD = re.compile(r"^(?:BAB [IVX]+|Pasal (?:\d+[A-Z]?|I{1,2})|MEMUTUSKAN:|PENJELASAN|ATAS)$")


@dataclass(frozen=True)
class Standing:
    """On what an example stands: (number, pasal or "", as what, from when)."""

    number: str
    part: str
    role: BindingRole
    start: date


@dataclass(frozen=True)
class Example:
    """An application of the demo: its words, since when it was tried and runs, its law."""

    code: str
    name: str
    purpose: str
    users: str
    data_held: str
    owners: tuple[str, ...]  # codes of agencies, the first that the region has
    tried: date
    runs: date
    obligation: str = ""
    stands_on: tuple[Standing, ...] = field(default=())


EXAMPLES = (
    Example(
        code="daftar-resapan-contoh",
        name="Daftar Resapan (contoh)",
        purpose="Pemilik bangunan mendaftarkan sumur resapannya tanpa datang ke kecamatan.",
        users="pemilik bangunan",
        data_held="alamat bangunan, luas atap, kedalaman sumur",
        owners=("dsdabm", "dpupr", "diskominfo"),
        tried=date(2024, 7, 1),
        runs=date(2025, 1, 6),
        obligation="mendaftarkan sumur resapan",
        stands_on=(
            Standing("contoh-3", "", BindingRole.UMBRELLA, date(2024, 7, 1)),
            Standing("contoh-1", "pasal-3", BindingRole.OBLIGATION, date(2024, 7, 1)),
            Standing("contoh-1", "pasal-4", BindingRole.AUTHORITY, date(2024, 7, 1)),
        ),
    ),
    Example(
        code="antrean-loket-contoh",
        name="Antrean Loket (contoh)",
        purpose="Warga mengambil nomor antrean loket dari rumah.",
        users="warga yang datang ke loket pelayanan",
        data_held="nama pengambil nomor, selama satu hari",
        owners=("diskominfo", "dpmptsp"),
        tried=date(2019, 3, 4),
        runs=date(2019, 7, 1),
        stands_on=(
            Standing("contoh-4", "", BindingRole.UMBRELLA, date(2019, 2, 5)),
            # takes over on the day on which the old one ends
            Standing("contoh-5", "", BindingRole.UMBRELLA, date(2023, 7, 3)),
        ),
    ),
)


def examples_missing() -> bool:
    codes = [example.code for example in EXAMPLES]
    return Application.objects.filter(code__in=codes).count() < len(codes)


@transaction.atomic
def make_examples() -> None:
    """All that is missing, by the verbs that an officer uses; nothing is made twice."""
    officer = _officer()
    load_kinds()
    laws = {number: _regulation(officer, number) for number in NUMBERS}
    for owed in Clause.objects.debts().filter(provision__regulation=laws["contoh-1"]):
        settle(actor=officer, clause=owed, regulation=laws["contoh-3"])
    for example in EXAMPLES:
        if not Application.objects.filter(code=example.code).exists():
            _application(officer, example, laws)
    recompute()


def _officer() -> User:
    """The demo's legal officer, whom the step of example accounts has made."""
    holders = Appointment.objects.current().filter(role=LEGAL_OFFICER).order_by("pk")
    return User.objects.get(pk=holders.values_list("user", flat=True)[:1])


def example_lines(number: str) -> list[str]:
    """The text of an example in this region's words."""
    profile = settings.REGION_PROFILE
    words = {"region": profile.name, "head": profile.head, "place": profile.short_name}
    upper = {name.upper(): word.upper() for name, word in words.items()}
    text = (TEXTS / f"{number}.txt").read_text(encoding="utf-8")
    return text.format(**words, **upper).splitlines()


def _printed(lines: list[str]) -> Iterator[tuple[str, str]]:
    """("head" or "text", line): title, BAB and Pasal stand in the middle."""
    before, opened = "", True
    for line in lines:
        opened = opened and not line.startswith("Menimbang")
        is_head = opened or _HEAD.match(line) or before.startswith("BAB ")
        yield ("head" if is_head else "text"), line
        before = line


def example_pdf(number: str) -> bytes:
    lines = example_lines(number)
    title = f"Peraturan {number} (contoh)"
    data = {"title": title, "lines": list(_printed(lines))}
    return make_pdf("regulations", "example_text", data)


def _regulation(officer: User, number: str) -> Regulation:
    """The example of a number: read from its PDF, confirmed, and what it does recorded."""
    known = Regulation.objects.filter(number=number, other_region="").first()
    if known is not None:
        return known
    upload = ContentFile(example_pdf(number), f"{number}.pdf")
    incoming = receive_pdf(actor=officer, upload=upload)
    said = incoming.read
    regulation = register(
        actor=officer,
        incoming=incoming,
        kind=RegulationKind.objects.get(code=said["kind"]),
        gazette_ref=said["gazette"],
        **{name: said[name] for name in ("number", "year", "title", "place")},
        **{name: said[name] for name in ("enacted_on", "promulgated_on", "commences_on")},
    )
    regulation.source_note = NOTE
    regulation.save(update_fields=["source_note"])
    read_document(regulation.document.pk)
    regulation.refresh_from_db()
    confirm_text(actor=officer, regulation=regulation)
    for effect in effects_of(regulation):
        if effect.ready and not effect.recorded:
            record_effect(actor=officer, regulation=regulation, key=effect.key)
    read = Clause.objects.filter(provision__regulation=regulation)
    ids = list(read.exclude(kind=ClauseKind.PENAL).values_list("pk", flat=True))
    confirm_clauses(actor=officer, regulation=regulation, ids=ids)
    return regulation


def _application(officer: User, example: Example, laws: dict[str, Regulation]) -> None:
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=example.owners)}
    owner = next((agencies[code] for code in example.owners if code in agencies), None)
    application = Application.objects.create(
        code=example.code,
        name=example.name,
        element="layanan",
        owner=owner,
        purpose=example.purpose,
        users=example.users,
        data_held=example.data_held,
        obliges=bool(example.obligation),
        obligation=example.obligation,
        first_year=example.tried.year,
        source_note=NOTE.replace("tidak pernah berlaku", "bukan aplikasi sungguhan"),
    )
    for stands in example.stands_on:
        law = laws[stands.number]
        bind(
            actor=officer,
            application=application,
            regulation=law,
            provision=law.provisions.filter(path=stands.part).first(),
            role=stands.role,
            start=stands.start,
        )
    move(actor=officer, application=application, life=LifecycleState.PILOT, on=example.tried)
    go_live(actor=officer, application=application, on=example.runs)
