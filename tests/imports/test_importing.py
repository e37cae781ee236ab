"""A file given at the desk: what is refused at once, and what stands against applying it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.imports.engine import RowError
from egov.imports.importing import apply, check
from egov.imports.models import ImportRun
from egov.imports.offers import Offer, offer_of, offers_for
from egov.imports.performing import forget_uploads, perform
from egov.imports.uploads import drop_upload
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from tests.imports.factories import OFFER, Codes, checked, codes, offered, table
from tests.threads import in_threads
from tests.town import Town
from tests.visitors import POWERLESS, person


@pytest.fixture(autouse=True)
def offer(settings: Any, tmp_path: Path) -> Iterator[Offer]:
    settings.IMPORT_ROOT = str(tmp_path / "impor")
    with offered() as offer:
        yield offer


def give(actor: Any, upload: Any, key: str = "") -> ImportRun:
    return check(actor=actor, offer=OFFER, upload=upload, key=key or uuid.uuid4().hex)


def kept(settings: Any) -> list[Path]:
    return list(Path(settings.IMPORT_ROOT).glob("*"))


def applied(actor: Any, run: ImportRun, *, partial: bool = False) -> ImportRun:
    """Applied by the verb and the worker."""
    done = apply(actor=actor, run=run, partial=partial)
    perform(done.pk)
    done.refresh_from_db()
    return done


def refused(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def test_checked_then_applied(
    town: Town, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    admin = town.staff["administrator"]
    run = give(admin, table("a", "b"))
    assert (run.finished_at, run.waits, codes()) == (None, True, set())
    assert perform(run.pk) is not None
    run.refresh_from_db()
    assert (run.created, run.bad, run.applied, codes()) == (2, 0, False, set())
    assert (run.started_by, run.office, run.source) == (admin, "Administrator Surabaya", "data.csv")
    assert len(kept(settings)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        done = applied(admin, run)
    assert (done.created, done.applied, done.checked, done.sha256) == (2, True, run, run.sha256)
    assert codes() == {"a", "b"}
    run.refresh_from_db()
    assert (kept(settings), run.upload, done.upload) == ([], "", "")


def test_who_may_not_gives_and_applies_nothing(town: Town, settings: Any) -> None:
    run = checked(town.staff["administrator"], "a")
    others = [officer for role, officer in town.staff.items() if role != "administrator"]
    for actor in [*others, *(person(town, who) for who in POWERLESS)]:
        with pytest.raises(NotAllowed):
            give(actor, table("x"))
        with pytest.raises(NotAllowed) as refusal:
            apply(actor=actor, run=run, partial=False)
        assert refusal.value.sentence == "Jabatan Anda tidak mengimpor data ini."
    assert (len(kept(settings)), ImportRun.objects.count(), codes()) == (1, 1, set())


def test_another_administrators_check_is_not_ones_own(town: Town) -> None:
    run = checked(town.staff["administrator"], "a")
    town.staff["planner"].is_superuser = True
    assert refused(apply, actor=town.staff["planner"], run=run, partial=False) == "not_yours"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("data.csv", b"x" * (2 * 1024 * 1024), "file_too_large"),
        ("data.exe", b"code\na\n", "unknown_format"),
        ("data", b"code\na\n", "unknown_format"),
        ("data.csv", b"\xff\xfe\x00code", "unreadable"),
        ("data.csv", OFFER.example_file()[1], "example_file"),
        ("data.xlsx", b"%PDF-1.7", "unreadable"),
        ("data.zip", b"PK", "unreadable"),
        ("data.jsonl", b"{", "unreadable"),
    ],
)
def test_what_shows_at_once_is_refused_at_its_field(
    town: Town, settings: Any, name: str, content: bytes, code: str
) -> None:
    settings.MAX_IMPORT_MB = 1
    with pytest.raises(Invalid) as refusal:
        give(town.staff["administrator"], SimpleUploadedFile(name, content))
    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert "1 MB" in refusal.value.sentence or code != "file_too_large"
    assert (kept(settings), ImportRun.objects.count()) == ([], 0)


def test_a_press_repeated_gives_one_run(town: Town, settings: Any) -> None:
    first = give(town.staff["administrator"], table("a"), "kunci")
    assert give(town.staff["administrator"], table("a"), "kunci") == first
    assert (ImportRun.objects.count(), len(kept(settings))) == (1, 1)


def test_bad_rows_need_a_choice(town: Town) -> None:
    admin = town.staff["administrator"]
    run = checked(admin, "a", "buruk", "b")
    assert (run.created, run.bad) == (2, 1)
    assert refused(apply, actor=admin, run=run, partial=False) == "bad_rows"
    done = applied(admin, run, partial=True)
    assert (done.partial, done.applied, done.bad, codes()) == (True, True, 1, {"a", "b"})


def test_what_stands_against_applying(town: Town, settings: Any) -> None:
    admin = town.staff["administrator"]
    waiting = give(admin, table("a"))
    assert refused(apply, actor=admin, run=waiting, partial=False) == "still_checking"
    old = checked(admin, "b")
    ImportRun.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(hours=25))
    assert refused(apply, actor=admin, run=old, partial=False) == "too_old"
    gone = checked(admin, "c")
    drop_upload(gone.upload)
    assert refused(apply, actor=admin, run=gone, partial=False) == "file_gone"
    lacking = checked(admin, "a")
    applied(admin, lacking)
    assert refused(apply, actor=admin, run=lacking, partial=False) == "already_applied"
    same = checked(admin, "a")
    assert (same.unchanged, refused(apply, actor=admin, run=same, partial=False)) == (
        1,
        "nothing_to_apply",
    )
    command = ImportRun.objects.create(kind="uji", source="x", started_by=admin)
    assert refused(apply, actor=admin, run=command, partial=False) == "not_a_check"
    assert codes() == {"a"}


def test_a_file_read_in_part_is_never_applied(town: Town) -> None:
    admin = town.staff["administrator"]
    run = give(admin, SimpleUploadedFile("data.csv", b"code\n" + b"a\n" * 10_000 + b"\xff\n"))
    perform(run.pk)
    run.refresh_from_db()
    assert (run.bad, run.complete, run.errors[0]["code"]) == (1, False, "unreadable")
    assert refused(apply, actor=admin, run=run, partial=True) == "not_read_to_end"


def test_what_became_bad_meanwhile_stores_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check promised two; since then a rule has changed."""

    def store(self: Any, row: dict[str, Any]) -> Any:
        raise RowError("code", "bad", "Kode ini kini salah.")

    admin = town.staff["administrator"]
    run = checked(admin, "a", "b")
    monkeypatch.setattr(Codes, "store", store)
    done = applied(admin, run)
    assert (done.applied, done.bad, done.state, codes()) == (False, 2, "ditolak", set())


def test_the_database_itself_holds_one_application(town: Town) -> None:
    run = checked(town.staff["administrator"], "a")
    ImportRun.objects.create(kind="uji", source="x", checked=run)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(kind="uji", source="x", checked=run)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(kind="uji", source="x", dry_run=True, applied=True)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one(committed_town: Town) -> None:
    admin = committed_town.staff["administrator"]
    run = checked(admin, "a")

    def press(_: int) -> str:
        try:
            return str(apply(actor=admin, run=run, partial=False).pk)
        except Refusal as refusal:
            return refusal.code

    answers = in_threads(press, [1, 2], 2)
    assert sorted(answers)[-1] == "already_applied"
    application = ImportRun.objects.get(checked=run)
    assert str(application.pk) in answers
    in_threads(perform, [application.pk] * 2, 2)
    perform(application.pk)
    application.refresh_from_db()
    assert (application.created, application.applied, codes()) == (1, True, {"a"})


def test_files_go_after_a_day(town: Town, settings: Any, tmp_path: Path) -> None:
    settings.IMPORT_ROOT = str(tmp_path)
    admin = town.staff["administrator"]
    young, old, going = checked(admin, "a"), checked(admin, "b"), checked(admin, "c")
    now = timezone.now().timestamp()
    for path in tmp_path.iterdir():  # the file system knows no moved clock
        os.utime(path, (now, now))
    apply(actor=admin, run=going, partial=False)
    late = timezone.now() - timedelta(hours=25)
    ImportRun.objects.filter(pk__in=[old.pk, going.pk]).update(started_at=late)
    assert forget_uploads() == 1
    old.refresh_from_db()
    assert old.upload == ""
    stray = Path(settings.IMPORT_ROOT) / "tertinggal.csv"
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    assert (forget_uploads(), stray.exists()) == (1, False)
    assert ImportRun.objects.get(pk=young.pk).upload


def test_an_import_keeps_whose_it_is_beside_each_row(town: Town) -> None:
    """What the file makes is told in the row's own history by the office that applied it."""
    admin = town.staff["administrator"]
    applied(admin, checked(admin, "a"))
    event = Agency.pgh_event_model.objects.get(code="a")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["user"] == admin.pk


def test_the_offers_of_the_portal_speak_for_themselves(town: Town) -> None:
    slugs = [offer.slug for offer in offers_for(town.staff["administrator"])]
    kamus = ["kamus-usulan", "syarat-usulan", "harga-usulan"]
    own = ["batas", "wilayah", "perangkat-daerah", "penunjukan", "rw", "uji"]
    assert sorted(slugs) == sorted([*own, *kamus])
    assert [offer.slug for offer in offers_for(town.staff["planner"])] == [*kamus, "usulan-lama"]
    assert [o.slug for o in offers_for(town.staff["legal_officer"])] == ["jdihn"]
    network = [offer.slug for offer in offers_for(town.staff["infra_operator"])]
    assert {slug.partition("-")[0] for slug in network} == {"infra"}
    of_an_opd = [offer.slug for offer in offers_for(town.staff["infra_operator_opd"])]
    catalogue = {"infra-tipe-perangkat", "infra-netbox-tipe"}  # the region's, as is its monitoring
    watched = {"infra-host-zabbix", "infra-host-librenms"}
    assert set(network) - set(of_an_opd) == catalogue | watched
    others = set(town.staff) - {"administrator", "legal_officer", "planner"}
    others -= {"infra_operator", "infra_operator_opd", "contributor", "editor"}
    others -= {"lurah", "operator_kelurahan"}
    for role in ("lurah", "operator_kelurahan"):
        assert [offer.slug for offer in offers_for(town.staff[role])] == ["kelompok"]
    for role in ("contributor", "editor"):
        own = [offer.slug for offer in offers_for(town.staff[role])]
        assert sorted(own) == ["agenda", "agenda-ics", "berita"]
    assert [offers_for(town.staff[role]) for role in sorted(others)] == [[] for _ in others]
    areas = Area.objects.count()
    for slug in ["wilayah", "rw", "batas", "perangkat-daerah", "jdihn", *network]:
        offer = offer_of(slug)
        assert offer is not None
        names = [column.name for column in offer.columns]
        assert set(offer.required) <= set(names)
        assert offer.danger
    assert Area.objects.count() == areas
