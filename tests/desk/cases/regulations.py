"""Of applications, bindings, findings, clauses, and texts beside their PDF."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regulations.admin import (
    applications,
    basis,
    bindings,
    clauses,
    findings,
    pdf_first,
    review_actions,
    searching,
)
from regulations.domain.law.effects import effects_of
from regulations.domain.registry import load_kinds
from regulations.domain.text.incoming import receive_pdf
from regulations.domain.text.review import confirm_text
from regulations.models import Application, Clause, IncomingPdf, Regulation, RegulationFile
from tests.desk.cases import Case, ready_for
from tests.factories.regulations import kind_of
from tests.regulations.factories import (
    app,
    attach_pdf,
    bind_umbrella,
    make,
    pasal,
    searched,
    text_of,
)
from tests.regulations.sample_texts import PERWALI, draw, perda_like_the_parking_one
from tests.town import Town


def of_legal(town: Town, obj: Any, page: str = "tindakan", **given: Any) -> Case:
    others = tuple(town.staff[role] for role in ("lurah", "planner", "auditor", "administrator"))
    return Case(obj, town.staff["legal_officer"], others, given, page)


def stands(town: Town) -> Application:
    application = app()
    bind_umbrella(town.staff["legal_officer"], application, make("perwali", "1"))
    return application


@ready_for(applications.GoLive)
def of_a_new_application(town: Town) -> Case:
    return of_legal(town, stands(town), on="2021-06-01")


@ready_for(applications.RecordRunning)
def of_an_old_application(town: Town) -> Case:
    return of_legal(town, app(), year="2019", source="Renstra 2019")


@ready_for(applications.Move)
def of_a_planned_application(town: Town) -> Case:
    return of_legal(town, app(), life="planned", on="2021-06-01")


@ready_for(basis.BindHere)
def of_an_application_without_umbrella(town: Town) -> Case:
    perwali = make("perwali", "1")
    given = {"regulation": perwali.pk, "role": "umbrella", "start": "2021-06-01"}
    return of_legal(town, app(), **given)


class SentAgain(SimpleUploadedFile):
    """An upload that each who tries sends whole."""

    def read(self, *_: Any) -> bytes:
        self.seek(0)
        return bytes(self.file.read())


@ready_for(pdf_first.TakePdf)
def of_an_application_with_a_pdf(town: Town) -> Case:
    load_kinds()
    return of_legal(town, app(), pdf=SentAgain("perwali.pdf", draw(PERWALI), "application/pdf"))


def given_pdf(town: Town) -> IncomingPdf:
    load_kinds()
    upload = ContentFile(draw(PERWALI), "perwali.pdf")
    officer = town.staff["legal_officer"]
    return receive_pdf(actor=officer, upload=upload, application=app())


@ready_for(pdf_first.RegisterPdf)
def of_a_pdf_that_was_read(town: Town) -> Case:
    incoming = given_pdf(town)
    kind = kind_of("perwali").pk
    given = {"berkas": incoming.pk, "kind": kind, "number": "99", "year": "2019"}
    return of_legal(town, incoming.application, **given)


@ready_for(pdf_first.DiscardPdf)
def of_a_pdf_given_by_mistake(town: Town) -> Case:
    incoming = given_pdf(town)
    return of_legal(town, incoming.application, berkas=incoming.pk)


@ready_for(searching.CloseSearch)
def of_an_application_that_was_searched(town: Town) -> Case:
    return of_legal(town, app(), note="JDIH dan arsip.")


@ready_for(searching.ReopenSearch)
def of_a_closed_search(town: Town) -> Case:
    application = app()
    searched(town.staff["legal_officer"], application)
    return of_legal(town, application, note="Ada arsip lama.")


@ready_for(bindings.Renew)
def of_a_binding_to_renew(town: Town) -> Case:
    perwali = make("perwali", "1")
    binding = bind_umbrella(
        town.staff["legal_officer"], app(), perwali, provision=pasal(perwali, 1, text="Lama.")
    )
    perwali.provisions.update(text="Baru.")
    return of_legal(town, binding)


@ready_for(bindings.End)
def of_a_binding_to_end(town: Town) -> Case:
    return of_legal(town, stands(town).bindings.get(), on="2021-06-01")


@ready_for(findings.CloseFinding)
def of_a_finding_that_was_cured(town: Town) -> Case:
    application = app()
    finding = searched(town.staff["legal_officer"], application)[0]
    bind_umbrella(town.staff["legal_officer"], application, make("perwali", "1"))
    return of_legal(town, finding, note="Diikat.")


def debt(*, confirmed: bool = True) -> Clause:
    return Clause.objects.create(
        provision=pasal(make("perda", "1", 2018), 31),
        kind="delegation",
        sentence="Diatur dengan Peraturan Wali Kota.",
        to="Peraturan Walikota",
        confirmed_at=timezone.now() if confirmed else None,
    )


@ready_for(clauses.ConfirmClause)
def of_a_clause_that_waits(town: Town) -> Case:
    return of_legal(town, debt(confirmed=False))


@ready_for(clauses.Settle)
def of_a_debt(town: Town) -> Case:
    owed = debt()
    return of_legal(town, owed, regulation=make("perwali", "9", 2019).pk)


@ready_for(clauses.Reopen)
def of_a_settled_debt(town: Town) -> Case:
    owed = debt()
    Clause.objects.filter(pk=owed.pk).update(settled_by=make("perwali", "9", 2019))
    return of_legal(town, owed)


def read_text(town: Town, *, confirmed: bool = False) -> Regulation:
    perda, officer = make("perda", "3", 2018), town.staff["legal_officer"]
    upload = ContentFile(draw(perda_like_the_parking_one()), "a.pdf")
    attach_pdf(actor=officer, regulation=perda, upload=upload)
    if confirmed:
        confirm_text(actor=officer, regulation=perda, corrections=[])
    return perda


@ready_for(review_actions.SaveParts)
@ready_for(review_actions.ConfirmText)
def of_a_text_that_was_read(town: Town) -> Case:
    perda = read_text(town)
    part = perda.provisions.get(path="pasal-2")
    given = {f"part-{part.pk}-label": part.label, f"part-{part.pk}-text": "Dibetulkan."}
    return of_legal(town, perda, "naskah", **given)


@ready_for(review_actions.AddPart)
def of_a_text_with_a_gap(town: Town) -> Case:
    given = {"new-kind": "pasal", "new-label": "Pasal 2A", "new-text": "Terlewat."}
    return of_legal(town, read_text(town), "naskah", **given)


@ready_for(review_actions.ConfirmClauses)
def of_clauses_of_a_text(town: Town) -> Case:
    perda = read_text(town, confirmed=True)
    clause = Clause.objects.filter(provision__regulation=perda).first()
    assert clause is not None
    return of_legal(town, perda, "naskah", clause=clause.pk)


@ready_for(review_actions.RecordEffect)
def of_a_text_that_repeals(town: Town) -> Case:
    old, new = make("perda", "5", 2010), make("perda", "9", 2020)
    pasal(old, 7)
    text = "Pada saat Perda ini mulai berlaku, ketentuan Pasal 7 Peraturan Daerah Nomor 5 Tahun"
    pasal(new, 1, text=f"{text} 2010 tentang A dicabut.")
    RegulationFile.objects.filter(regulation=new).delete()
    text_of(new, confirmed_at=timezone.now())
    new = Regulation.objects.get(pk=new.pk)
    return of_legal(town, new, "naskah", effect=effects_of(new)[0].key)
