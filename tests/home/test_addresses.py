"""Every address of the portal x every visitor: none breaks, none tells what is not for them.

The addresses come from the resolver, so that a new one cannot be forgotten here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve

from regulations.domain.parsing.pdf import read_pdf
from tests.home.planted import plant
from tests.home.secret import VISITORS, Planted, visitors
from tests.town import Town, client_of

pytestmark = pytest.mark.slow

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
OF_A_ROW = re.compile(r"admin/(\w+)/(\w+)/<(?:path:object_id|int:pk)>/")
# addresses that answer something else to a query
QUERIES = {
    "home": ["wilayah=35.78.01"],
    "follow": ["jenis=wilayah&kunci=35.78.01"],
    "proposals": ["q=becek", "urut=biaya", "wilayah=35.78.01.1001", "format=csv"],
    "performance": ["format=csv"],
    "receipt": ["format=pdf"],
    "search": ["q=becek", "q=parkir", "q=saluran&jenis=usulan"],
    "search_suggest": ["q=pa", "q=sal"],
    "api-search-list": ["q=becek", "q=parkir"],
    "kamus": ["q=becek", "format=csv", "format=xlsx", "format=pdf"],
    "applications": ["format=csv", "format=xlsx", "format=pdf"],
    "regulation": ["pada=2018-06-01", "format=pdf"],
    "otdr": ["inti=1&ujung=a&meter=10"],
    "otdr_json": ["inti=1&ujung=a&meter=10"],
    "asset": ["format=pdf"],
    "overview": ["q=AS-", "q=terbatas"],
    "impact": ["kode=AS-UMUM", "kode=AS-cable,AS-site"],
    "impact_run": ["format=pdf"],
    "impact_runs": ["tertutup=1"],
    "cameras": [
        "q=AS-",
        "dasar=belum",
        "format=csv",
        "format=xlsx",
        "format=geojson",
        "format=kml",
    ],
    "cameras_json": ["bbox=112.6,-7.4,112.8,-7.2"],
    "sectors_json": ["bbox=112.68,-7.32,112.72,-7.28"],
    "table": ["format=csv", "format=geojson", "format=kml", "format=netbox"],
    "map": ["lapis=lokasi", "lapis=ruas&q=AS-", "lapis=tiang"],
    "map_layer": ["bbox=112.6,-7.4,112.8,-7.2"],
    "agenda": ["tampilan=bulan", "tampilan=minggu", "opd=dsdabm"],
    "agenda_feed": ["jenis=rapat"],
    "articles": ["jenis=berita", "opd=dsdabm"],
    "label_photo": ["kecil"],
    "proposal_photo": ["kecil"],
    "decision_photo": ["kecil"],
    "decision_sheet": ["kecil"],
    "draft_photo": ["kecil"],
    "autocomplete": [
        "app_label=accounts&model_name=appointment&field_name=user&term=",
        "app_label=accounts&model_name=appointment&field_name=area&term=",
    ],
    "accounts_user_changelist": ["q=pendukung", "q=lurah"],
    "musrenbang_proposal_changelist": ["q=paving", "antrean=saya"],
}


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Route and name of everything the resolver knows."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from addresses(entry.url_patterns, route)
        else:
            yield route, entry.name or route


def filled(route: str, values: dict[str, Any]) -> str:
    """The path of a route with these values in it."""
    path = GROUP.sub(lambda group: str(values[group[1]]), route)
    path = CONVERTER.sub(lambda group: str(values[group[1]]), path)
    return "/" + path.replace("^", "").replace("$", "")


def values_for(route: str, name: str, planted: Planted) -> list[dict[str, Any]]:
    """What to fill a route with: rows of the model on the desk, else what was planted for it."""
    if not GROUP.search(route) and not CONVERTER.search(route):
        return [{}]
    if name == "app_list":
        return [{"app_label": label} for label in ("musrenbang", "accounts", "regulations")]
    if route == "admin/(?P<url>.*)$":
        return [{"url": "tidak-ada"}]
    if name == "view_on_site":
        return [{"content_type_id": 1, "object_id": 1}]
    row = OF_A_ROW.match(route)
    if row:
        label = f"{row[1]}.{row[2]}"
        newest = apps.get_model(label)._default_manager.order_by("-pk")[:4]
        keys = planted.rows.get(label) or [found.pk for found in newest]
        assert keys, f"Plant a row of {label} in tests/home/planted.py: {route}"
        return [{"object_id": key, "pk": key} for key in keys]
    told = f"Say in tests/home/planted.py what fills {route}: planted.arguments[{name!r}] = [...]"
    assert name in planted.arguments, told
    return planted.arguments[name]


def read(answer: Any) -> bytes:
    """What a reader sees of an answer: headers, text, the texts inside a PDF or an archive."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    parts = [heads, body]
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    elif body.startswith(b"%PDF"):
        parts.append(read_pdf(body).text.encode())
    return b"\n".join(parts).lower()


def every_path(planted: Planted) -> list[str]:
    """Every address filled with what was planted, each leading to the route it was made of."""
    paths = []
    for route, name in addresses():
        for values in values_for(route, name, planted):
            path = filled(route, values)
            led = resolve(path).route.replace("^", "")
            assert led == route.replace("^", ""), f"{path} leads elsewhere than to {route}"
            paths += [path, *(f"{path}?{query}" for query in QUERIES.get(name, ()))]
    return paths


def by_sevens(names: list[str]) -> list[list[str]]:
    """Visitors who come one after the other to one planting, and to what the one before left
    in the cache."""
    return [names[first : first + 7] for first in range(0, len(names), 7)]


@dataclass
class Walk:
    """What one visitor met at every address."""

    name: str
    client: Client
    planted: Planted
    broken: list[tuple[str, int]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)  # (secret, address)
    seen: set[str] = field(default_factory=set)  # secrets, allowed or not

    def note(self, path: str, answer: Any) -> None:
        if answer.status_code >= 500:
            self.broken.append((path, answer.status_code))
        text = read(answer)
        met = [secret for secret in self.planted.secrets if secret.needle in text]
        self.seen |= {secret.name for secret in met}
        self.told += [(secret.name, path) for secret in met if self.name not in secret.may]

    def missed(self) -> set[str]:
        """What this visitor should have found somewhere and did not."""
        shown = {s.name for s in self.planted.secrets if s.shown_to == self.name}
        return shown - self.seen


def walks(town: Town, names: list[str], planted: Planted) -> Iterator[Walk]:
    """Each visitor's walk; whatever it changes is undone before the next one comes."""
    people = visitors(town)
    for name in names:
        person = people[name]
        client = client_of(person) if person else Client()
        client.raise_request_exception = False
        with transaction.atomic():
            yield Walk(name, client, planted)
            transaction.set_rollback(True)


@pytest.mark.parametrize("names", by_sevens(VISITORS), ids=lambda names: names[0])
def test_no_address_breaks_or_tells_what_its_visitor_may_not_read(
    town: Town,
    settings: Any,
    names: list[str],
) -> None:
    planted = plant(town)
    settings.METRICS_TOKEN = planted.hide("tokenukuran", may=set())
    paths = every_path(planted)
    faults = {}
    for walk in walks(town, names, planted):
        for path in paths:
            walk.note(path, walk.client.get(path))
        faults[walk.name] = (walk.broken, walk.told, walk.missed())
    assert faults == dict.fromkeys(names, ([], [], set()))


SENDERS = ["stranger", "citizen", "lurah", "far_lurah", "legal_officer", "administrator", "root"]


def test_no_address_breaks_or_tells_when_something_is_sent_to_it(town: Town) -> None:
    """An empty form, to each address in the database and with the session of before."""
    planted = plant(town)
    paths = every_path(planted)
    faults = {}
    for walk in walks(town, SENDERS, planted):
        session = walk.client.cookies.output().replace("Set-Cookie: ", "")
        for path in paths:
            with transaction.atomic():
                walk.note(path, walk.client.post(path))
                transaction.set_rollback(True)
            walk.client.cookies.clear()
            walk.client.cookies.load(session)
        stays = 302 if walk.name == "stranger" else 200
        assert walk.client.get("/akun/").status_code == stays  # still who came
        faults[walk.name] = (walk.broken, walk.told)
    assert faults == dict.fromkeys(SENDERS, ([], []))


def test_the_table_has_every_page_of_the_desk() -> None:
    routes = {name for _, name in addresses()}
    for model in site._registry:
        opts = model._meta
        assert f"{opts.app_label}_{opts.model_name}_changelist" in routes
    assert len(routes) > 200
