"""A page far down a list reads what the first page reads."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client

from egov.accounts.models import User
from egov.areas.models import Area
from egov.notices.models import Notice
from egov.web.keyset import encode, keyset_page
from musrenbang.models import Decision, KamusVariant, Proposal
from regulations.models import Application, LegalEvent, Regulation
from tests.filling import fill, settle
from tests.plans import page_buffers
from tests.regulations.factories import make
from tests.town import Town, client_of

ROWS = 20_000
LISTS: list[tuple[str, type[Model], tuple[str, ...]]] = [
    ("/usulan/?", Proposal, ("-id",)),
    ("/usulan/?urut=dukungan", Proposal, ("-support_count", "-id")),
    ("/usulan/?urut=biaya", Proposal, ("-cost", "-id")),
    ("/usulan/?wilayah=35.78.01.1001", Proposal, ("-id",)),
    ("/usulan/?urut=biaya&keadaan=waiting", Proposal, ("-cost", "-id")),
    ("/wilayah/35.78/?", Proposal, ("-id",)),
    ("/wilayah/35.78.01.1001/?", Proposal, ("-id",)),
    ("/akun/?", Proposal, ("-id",)),
    ("/akun/pemberitahuan/?", Notice, ("-id",)),
    ("/api/v1/usulan/?", Proposal, ("-id",)),
    ("/api/v1/usulan/?kelurahan=35.78.01.1001", Proposal, ("-id",)),
    ("/api/v1/usulan/?rw=35.78.01.1001/01", Proposal, ("-id",)),
    ("/api/v1/usulan/?jenis=paving&perangkat_daerah=dsdabm", Proposal, ("-id",)),
    ("/usulan/?urut=biaya&jenis=paving&opd=dsdabm", Proposal, ("-cost", "-id")),
    ("/api/v1/keputusan/?", Decision, ("-id",)),
    ("/api/v1/wilayah/?", Area, ("code", "id")),
    ("/api/v1/kamus/?", KamusVariant, ("code", "id")),
    ("/api/v1/regulasi/?", Regulation, ("-year", "-id")),
    ("/api/v1/peristiwa-hukum/?", LegalEvent, ("-takes_effect_on", "-id")),
    ("/api/v1/aplikasi/?", Application, ("code", "id")),
    ("/regulasi/?", Regulation, ("-year", "-id")),
]
OTHERS = """
SET LOCAL session_replication_role = replica;
INSERT INTO notices_notice (user_id, event, subject, sentence, url, made_at, read_at, mail_tries)
SELECT CASE WHEN n % 4 = 0 THEN {user} ELSE {user} + 1 END, n, 'Uji', 'Uji.', '/', now(), now(), 0
FROM generate_series(1, 20000) n;
INSERT INTO areas_area (code, level, kind, name, name_key, sort_key, parent_id, valid, placeholder)
SELECT '35.78.02.1002/' || n, 'rw', 'rw', 'RW ' || n, 'rw' || n, 'rw' || n, id, '[,)', true
FROM generate_series(100, 5000) n, areas_area WHERE code = '35.78.02.1002';
INSERT INTO musrenbang_kamusvariant (entry_id, code, label, unit, max_volume)
SELECT entry_id, 'uji-' || n, 'uji', 'm2', 10 FROM generate_series(1, 3000) n, (
    SELECT entry_id FROM musrenbang_kamusvariant LIMIT 1) v;
INSERT INTO regulations_regulation (
    kind_id, other_region, number, year, title, place, enacted_on, promulgated_on, gazette_ref,
    signatory, subjects, governing, tax_or_levy, source_note, source_file, stated_status)
SELECT kind_id, '', 'R' || n, 1990 + n % 30, 'Uji ' || n, '', '2020-01-01', '2020-01-02', '', '',
       '', false, false, '', '', ''
FROM generate_series(1, 5000) n, regulations_regulation WHERE number = '1';
INSERT INTO regulations_legalevent (
    kind, source_id, target_id, takes_effect_on, amendment, wording, basis, override,
    overridden_rule, recorded_at)
SELECT 'repeals', r.id, r.id - 7, date '2020-01-01' + (r.id % 900)::int, '', '', '', '', '', now()
FROM regulations_regulation r WHERE r.id - 7 IN (SELECT id FROM regulations_regulation);
INSERT INTO regulations_application (
    code, name, element, purpose, address, users, data_held, obliges, tax_or_levy, obligation,
    spbe_reference, source_note)
SELECT 'uji-' || n, 'Uji ' || n, 'layanan', '', '', '', '', false, false, '', '', ''
FROM generate_series(1, 2000) n;
SET LOCAL session_replication_role = origin;
"""


def cursor_at(rows: QuerySet[Any], order: tuple[str, ...], offset: int) -> str:
    """The cursor after the row at `offset`, as a reader would come by it."""
    row = rows.order_by(*order)[offset]
    return encode([getattr(row, name.removeprefix("-")) for name in order])


def test_no_list_reads_more_when_it_goes_deep(swept: None, town: Town) -> None:
    client = client_of(town.citizen)
    fill(ROWS, people=[town.citizen.pk, *User.objects.values_list("pk", flat=True)[:3]])
    make("perda", "1")
    with connection.cursor() as cursor:
        cursor.execute(OTHERS.format(user=town.citizen.pk))
    settle()
    found = {}
    for address, model, order in LISTS:
        rows = model._default_manager.all()
        deep = cursor_at(rows, order, rows.count() * 9 // 10)
        client.get(address)  # what is kept for some minutes is read once
        first = page_buffers(client, address)
        found[address] = (first, page_buffers(client, f"{address}&sesudah={deep}"))
    assert {address: read for address, read in found.items() if read[1] > 3 * read[0]} == {}
    assert {address: read for address, read in found.items() if read[0] > 500} == {}


@pytest.mark.parametrize(
    "values",
    [
        ["1"],
        ["1", "2", "3"],
        ["satu", "2"],
        ["1", "2,5"],
        ["NaN", "2"],
        ["1e400", "2"],
        ["99999999999999999", "2"],
        ["1", "9" * 30],
        ["1", ""],
        ["1", "\ud800"],
        ["1", "\0"],
        [1, 2],
        [None, "2"],
        {"a": "b"},
        "12",
    ],
)
def test_a_cursor_that_nobody_gave_is_refused(db: None, client: Client, values: Any) -> None:
    made = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    page = client.get(f"/usulan/?urut=biaya&sesudah={made}")
    assert page.status_code == 422 and "halaman pertama" in page.content.decode()
    if isinstance(values, list) and len(values) == 2 and values[0] != "1":
        answer = client.get(f"/api/v1/peristiwa-hukum/?sesudah={made}")
        assert answer.status_code == 422 and answer.json()["code"] == "bad_cursor"


@pytest.mark.parametrize("order", [("-cost", "-id"), ("cost", "id"), ("-support_count", "-id")])
def test_page_after_page_gives_each_row_once(town: Town, order: tuple[str, ...]) -> None:
    for number in range(23):
        town.proposal("kelurahan", cost=number // 7, support_count=number % 2)
    rows = Proposal.objects.order_by(*order)
    seen: list[Proposal] = []
    following = ""
    while following or not seen:
        page = keyset_page(Proposal.objects.all(), order=order, cursor=following, size=5)
        seen += page.items
        following = page.next
    assert seen == list(rows)
