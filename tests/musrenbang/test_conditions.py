"""What the kamus asks of who proposes: the same in the form, the verb, the API and the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from egov.imports.engine import import_file
from egov.verbs.refusal import Invalid
from musrenbang.domain.submission import submit
from musrenbang.imports.conditions import ConditionImporter
from musrenbang.models import Draft, KamusCondition, Proposal
from tests.town import Town, client_of

INSTEAD = "Usulkan sebagai jalan kota lewat kelurahan."
FITS = {"lebar": "2,5", "tanah": "ya", "bahan": "Paving"}
KEPT = [
    {"question": "Berapa lebar gangnya?", "answer": "2,5 m"},
    {"question": "Tanahnya milik pemerintah?", "answer": "ya"},
    {"question": "Bahan apa?", "answer": "Paving"},
]


@pytest.fixture
def asked(town: Town) -> Town:
    """A type with a question of each kind."""
    entry = town.variant.entry
    rows: tuple[dict[str, Any], ...] = (
        {
            "code": "lebar",
            "question": KEPT[0]["question"],
            "kind": "number",
            "unit": "m",
            "most": 3,
        },
        {"code": "tanah", "question": KEPT[1]["question"], "kind": "yes_no", "accepted": ["ya"]},
        {
            "code": "bahan",
            "question": KEPT[2]["question"],
            "kind": "choice",
            "choices": ["Paving", "Rabat beton", "Aspal"],
            "accepted": ["Paving", "Rabat beton"],
        },
    )
    for position, row in enumerate(rows, start=1):
        KamusCondition.objects.create(entry=entry, position=position, instead=INSTEAD, **row)
    return town


def test_the_verb_asks_keeps_and_refuses_at_the_field(asked: Town) -> None:
    wrong = {
        ("lebar", ""): "condition_unanswered",
        ("lebar", "lebar"): "not_a_number",
        ("lebar", "3,5"): "condition_not_met",
        ("tanah", "tidak"): "condition_not_met",
        ("tanah", "mungkin"): "unknown_answer",
        ("bahan", "aspal"): "condition_not_met",
        ("bahan", "emas"): "unknown_answer",
    }
    given = {"actor": asked.citizen, "channel": asked.channel}
    for (code, answer), refusal in wrong.items():
        content = asked.content(answers={**FITS, code: answer})
        with pytest.raises(Invalid) as refused:
            submit(**given, content=content, key=f"{code}{answer}")
        assert (refused.value.code, refused.value.field) == (refusal, f"syarat-{code}")
        assert (INSTEAD in refused.value.sentence) == (refusal == "condition_not_met")
    content = asked.content(answers={**FITS, "lain": "dibuang"})
    proposal = submit(**given, content=content, key="k")
    assert Proposal.objects.get(pk=proposal.pk).answers == KEPT
    KamusCondition.objects.all().delete()  # the proposal keeps its words
    page = client_of(asked.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "Berapa lebar gangnya?" in page and "2,5 m" in page


def test_the_form_asks_beside_the_volume_and_loses_nothing(asked: Town) -> None:
    data = {"variant": asked.variant.pk, "rw": asked.rw.pk, "address": "Gang 3"}
    data |= {"title": "Paving", "problem": "Becek.", "wish": "Paving."}
    draft = Draft.objects.create(owner=asked.citizen, channel=asked.channel, data=data)
    client, step = client_of(asked.citizen), f"/usulan/baru/{draft.pk}/biaya/"
    page = client.get(step).content.decode()
    assert all(row["question"] in page for row in KEPT)
    assert "Dalam m, paling banyak 3 m." in page
    sent = {"volume": "100", "syarat-lebar": "4", "syarat-tanah": "ya"}
    page = client.post(step, sent, follow=True).content.decode()
    assert INSTEAD in page and "Jawab dulu: Bahan apa?" in page and 'value="4"' in page
    page = client.get(f"/usulan/baru/{draft.pk}/periksa/").content.decode()
    assert "Isi bagian “Volume dan biaya”" in page
    sent |= {"syarat-lebar": "2,5", "syarat-bahan": "Paving"}
    assert client.post(step, sent)["Location"].endswith("/foto/")
    review = f"/usulan/baru/{draft.pk}/periksa/"
    assert "2,5 m" in client.get(review).content.decode()
    assert client.post(review, {"sent": "1"}).status_code == 302
    assert Proposal.objects.get().answers == KEPT


def test_the_api_tells_what_is_asked_and_checks_alike(asked: Town) -> None:
    told = Client().get(f"/api/v1/kamus/{asked.variant.code}/").json()["pertanyaan"]
    assert [(row["kode"], row["jawaban"]) for row in told] == [
        ("lebar", "number"),
        ("tanah", "yes_no"),
        ("bahan", "choice"),
    ]
    body = {"jenis": asked.variant.code, "rw": asked.rw.code, "alamat": "G", "judul": "P"}
    body |= {"masalah": "B", "harapan": "R", "volume": "1"}

    def send(key: str, **more: Any) -> Any:
        sent = {"content_type": "application/json", "headers": {"Idempotency-Key": key}}
        return client_of(asked.citizen).post("/api/v1/usulan/", {**body, **more}, **sent)

    refused = send("a")
    assert (refused.status_code, refused.json()["code"]) == (422, "condition_unanswered")
    answer = send("b", syarat=FITS)
    assert answer.status_code == 201
    assert answer.json()["syarat"][0] == {"pertanyaan": KEPT[0]["question"], "jawaban": "2,5 m"}


def test_a_table_brings_them_by_the_same_rules(town: Town, tmp_path: Path) -> None:
    head = "kode_jenis,kode,pertanyaan,jawaban,satuan,paling_besar,pilihan,yang_sesuai"
    rows = {
        "paving,lebar,Lebar?,Angka,m,3,,,Lain.": None,
        'paving,bahan,Bahan?,Pilihan,,,"Paving, Aspal",Paving,Lain.': None,
        "tiada,lebar,Lebar?,Angka,m,3,,,Lain.": ("kode_jenis", "unknown"),
        "paving,a,Lebar?,Angka,,3,,,Lain.": ("jawaban", "bad_value"),
        "paving,b,Lebar?,Angka,m,,,,Lain.": ("jawaban", "bad_value"),
        "paving,c,Bahan?,Pilihan,,,Paving,Paving,Lain.": ("jawaban", "bad_value"),
        "paving,d,Milik?,Ya atau tidak,,,,mungkin,Lain.": ("jawaban", "bad_value"),
        "paving,e,Lebar?,Angka,m,3,,,": ("bila_tidak_sesuai", "bad_value"),
        "paving,f,Lebar?,Kira-kira,m,3,,,Lain.": ("jawaban", "bad_value"),
    }
    path = tmp_path / "syarat.csv"
    path.write_text("\n".join([f"{head},bila_tidak_sesuai", *rows]), encoding="utf-8")
    run = import_file(ConditionImporter(), path, partial=True)
    assert [(f["field"], f["code"]) for f in run.errors] == [v for v in rows.values() if v]
    assert run.created == 2
    assert import_file(ConditionImporter(), path, partial=True).unchanged == 2
    with pytest.raises(ValidationError):
        KamusCondition(entry=town.variant.entry, code="x", kind="number").full_clean()


def test_the_table_leaves_at_the_desk_and_comes_in_again(asked: Town, tmp_path: Path) -> None:
    planner = client_of(asked.staff["planner"])
    answer = planner.get("/admin/musrenbang/kamuscondition/unduh.csv")
    path = tmp_path / "syarat.csv"
    path.write_bytes(b"".join(answer) if answer.streaming else answer.content)
    assert import_file(ConditionImporter(), path).unchanged == 3
    KamusCondition.objects.filter(code="bahan").update(accepted=["Aspal"])
    assert import_file(ConditionImporter(), path).updated == 1
    assert KamusCondition.objects.get(code="bahan").accepted == ["Paving", "Rabat beton"]
    refused = client_of(asked.citizen).get("/admin/musrenbang/kamuscondition/unduh.csv")
    assert refused["Location"].startswith("/admin/login/")
