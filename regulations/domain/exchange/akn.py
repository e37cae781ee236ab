"""Akoma Ntoso 3.0 of a regulation as it reads on a day.

Pembukaan, batang tubuh with its headings, lampiran and penjelasan.
"""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

from django.conf import settings

from egov.verbs.plain import plain
from regulations.domain.parsing.units import Unit, lead, units
from regulations.domain.text.versions import Version, regulation_as_of
from regulations.models import LegalEvent, Regulation, RegulationFile
from regulations.vocabulary import ENDING, HEADINGS, EventKind, PartKind

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# (element, prefix of its eId) after the AKN naming convention
_HIERARCHY = {
    PartKind.BOOK: ("book", "book"),
    PartKind.CHAPTER: ("chapter", "chp"),
    PartKind.PART: ("part", "part"),
    PartKind.PARAGRAPH: ("subpart", "subpart"),
}
_UNITS = {"ayat": ("paragraph", "para"), "huruf": ("point", "point"), "angka": ("indent", "indent")}


def _tag(parent: ET.Element, element: str, text: str = "", /, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{AKN}}}{element}", attributes)
    child.text = plain(text) or None
    return child


def _lines(parent: ET.Element, text: str) -> None:
    for line in text.split("\n") or [""]:
        _tag(parent, "p", line)


def _identification(
    meta: ET.Element, regulation: Regulation, uri: str, on: date, made_on: date, component: str
) -> None:
    """Work, expression of a day, manifestation made on a day (FRBR)."""
    first = regulation.promulgated_on or regulation.enacted_on or date(regulation.year, 1, 1)
    identification = _tag(meta, "identification", source="#portal")
    expression = f"{uri}/ind@{on.isoformat()}"
    for level, address, stamp, name in (
        ("FRBRWork", uri, first.isoformat(), "publication"),
        ("FRBRExpression", expression, on.isoformat(), "validity"),
        ("FRBRManifestation", f"{expression}/{component}.xml", made_on.isoformat(), "generation"),
    ):
        frbr = _tag(identification, level)
        this = address if level == "FRBRManifestation" else f"{address}/!{component}"
        _tag(frbr, "FRBRthis", value=this)
        _tag(frbr, "FRBRuri", value=address)
        _tag(frbr, "FRBRdate", date=stamp, name=name)
        _tag(frbr, "FRBRauthor", href="#pemerintah")
        if level == "FRBRWork":
            _tag(frbr, "FRBRcountry", value="id")
            _tag(frbr, "FRBRnumber", value=regulation.number)
        if level == "FRBRExpression":
            _tag(frbr, "FRBRlanguage", language="ind")


def _organization(references: ET.Element, eid: str, name: str) -> None:
    href = f"/ontology/organization/id/{eid}"
    _tag(references, "TLCOrganization", eId=eid, href=href, showAs=name)


def _kind_of(event: LegalEvent) -> str:
    """What a lifecycle calls an event; empty for one that it does not tell."""
    if event.kind == EventKind.AMENDS:
        return "amendment"
    return "repeal" if event.kind in (*ENDING, EventKind.REPEALS_PART) else ""


def _dated(regulation: Regulation, on: date) -> list[tuple[date, str, str]]:
    """(day, kind, address of what did it) of each event of the lifecycle, its making first."""
    dated: list[tuple[date, str, str]] = []
    first = regulation.promulgated_on or regulation.enacted_on
    if first:
        dated.append((first, "generation", regulation.eli))
    events = regulation.changes.filter(takes_effect_on__lte=on, source__isnull=False)
    for event in events.select_related("source__kind").order_by("takes_effect_on", "id"):
        kind = _kind_of(event)
        if kind and event.source and (event.takes_effect_on, kind, event.source.eli) not in dated:
            dated.append((event.takes_effect_on, kind, event.source.eli))
    return dated


def _meta(act: ET.Element, regulation: Regulation, on: date, made_on: date) -> None:
    meta = _tag(act, "meta")
    _identification(meta, regulation, regulation.eli, on, made_on, "main")
    if regulation.promulgated_on and regulation.gazette_ref:
        day, gazette = regulation.promulgated_on.isoformat(), regulation.kind.gazette
        _tag(meta, "publication", date=day, name=gazette, showAs=regulation.gazette_ref)
    references = ET.Element(f"{{{AKN}}}references", {"source": "#portal"})
    government = regulation.region_name or "Republik Indonesia"
    _organization(references, "pemerintah", f"Pemerintah {government}")
    _organization(references, "portal", f"Portal {settings.REGION_PROFILE.name}")
    dated = _dated(regulation, on)
    if dated:
        lifecycle = _tag(meta, "lifecycle", source="#portal")
        for index, (on_day, kind, href) in enumerate(dated, start=1):
            name, day = f"event_{index}", on_day.isoformat()
            reference = "passiveRef" if kind != "generation" else "original"
            _tag(references, reference, eId=f"ref_{index}", href=href, showAs=href)
            _tag(lifecycle, "eventRef", eId=name, date=day, type=kind, source=f"#ref_{index}")
    meta.append(references)
    document = RegulationFile.objects.filter(regulation=regulation).defer("text").first()
    if document is not None and document.confirmed_at is None:
        note = _tag(_tag(meta, "notes", source="#portal"), "note", eId="note_1")
        _tag(
            note,
            "p",
            "Teks ini dibaca program dari PDF dan belum dipastikan petugas; "
            "yang berlaku adalah PDF-nya.",
        )


def _unit(parent: ET.Element, unit: Unit, above: str) -> None:
    element, prefix = _UNITS[unit.kind]
    mark = unit.label.split(" ", 1)[1].strip("()")
    eid = f"{above}__{prefix}_{mark}"
    node = _tag(parent, element, eId=eid)
    _tag(node, "num", f"({mark})" if unit.kind == "ayat" else f"{mark}.")
    _fill(node, unit.text, unit.units, eid)


def _fill(parent: ET.Element, text: str, below: list[Unit], eid: str) -> None:
    """The words of a part, and what stands under them."""
    if not below:
        _lines(_tag(parent, "content", eId=f"{eid}__content"), text)
        return
    if text:
        _lines(_tag(parent, "intro", eId=f"{eid}__intro"), text)
    for unit in below:
        _unit(parent, unit, eid)


def _body(act: ET.Element, parts: list[Version]) -> None:
    body = _tag(act, "body")
    headings: list[tuple[ET.Element, str]] = []
    # the headings that are open, from the outside in
    open_at: list[tuple[PartKind, ET.Element, str]] = []
    for wording in parts:
        part, kind = wording.part, PartKind(wording.part.kind)
        if kind in HEADINGS:
            while open_at and HEADINGS.index(open_at[-1][0]) >= HEADINGS.index(kind):
                open_at.pop()
            parent, above = (open_at[-1][1], open_at[-1][2]) if open_at else (body, "")
            element, prefix = _HIERARCHY[kind]
            name = part.path.rpartition("-")[2] or str(part.position)
            eid = f"{above}__{prefix}_{name}" if above else f"{prefix}_{name}"
            node = _tag(parent, element, eId=eid)
            _tag(node, "num", part.label)
            if part.heading:
                _tag(node, "heading", part.heading)
            open_at.append((kind, node, eid))
            headings.append((node, eid))
        elif kind == PartKind.ARTICLE:
            eid = f"art_{part.path.removeprefix('pasal-')}"
            gone = {"status": "removed"} if wording.ended or wording.deleted else {}
            article = _tag(open_at[-1][1] if open_at else body, "article", eId=eid, **gone)
            _tag(article, "num", part.label)
            below = units(wording.text)
            _fill(article, lead(wording.text) if below else wording.text, below, eid)
    if not len(body):
        article = _tag(body, "article", eId="art_0")
        content = _tag(article, "content", eId="art_0__content")
        _lines(content, "Bunyinya belum dimuat.")
    names = (f"{{{AKN}}}num", f"{{{AKN}}}heading")
    for opened, eid in headings:  # a heading with nothing under it still needs a content
        if all(child.tag in names for child in opened):
            _lines(_tag(opened, "content", eId=f"{eid}__content"), "")


def _preamble(act: ET.Element, parts: list[Version]) -> None:
    texts = {
        PartKind(w.part.kind): w.text
        for w in parts
        if w.part.kind in (PartKind.CONSIDERING, PartKind.CITING, PartKind.ENACTING)
    }
    if not texts:
        return
    preamble = _tag(act, "preamble")
    for kind, group, item, eid in (
        (PartKind.CONSIDERING, "recitals", "recital", "rec"),
        (PartKind.CITING, "citations", "citation", "cit"),
    ):
        if kind in texts:
            rows = _tag(preamble, group, eId=f"{group}")
            listed = units(texts[kind])
            for index, text in enumerate([u.text for u in listed] or [texts[kind]], start=1):
                _lines(_tag(rows, item, eId=f"{group}__{eid}_{index}"), text)
    if PartKind.ENACTING in texts:
        formula = _tag(preamble, "formula", name="menetapkan", eId="formula_1")
        _lines(formula, texts[PartKind.ENACTING])


def _attachments(
    act: ET.Element, regulation: Regulation, parts: list[Version], on: date, made_on: date
) -> None:
    """Lampiran, and the Penjelasan beside its pasal, each as a document of its own."""
    bodies: list[tuple[str, str, list[tuple[str, str]]]] = [
        (w.part.path, w.part.label, [("", w.text)]) for w in parts if w.part.kind == PartKind.ANNEX
    ]
    explained = [
        (w.part.label, w.text) for w in parts if w.part.kind == PartKind.GENERAL_EXPLANATION
    ]
    explained += [(w.part.label, w.part.explanation) for w in parts if w.part.explanation]
    if explained:
        bodies.append(("penjelasan", "Penjelasan", explained))
    if not bodies:
        return
    attachments = _tag(act, "attachments")
    for index, (path, label, rows) in enumerate(bodies, start=1):
        attachment = _tag(attachments, "attachment", eId=f"att_{index}")
        _tag(attachment, "heading", label)
        doc = _tag(attachment, "doc", name=path.split("-")[0])
        uri = f"{regulation.eli}/!{path}"
        _identification(_tag(doc, "meta"), regulation, uri, on, made_on, path)
        main = _tag(doc, "mainBody")
        for number, (head, text) in enumerate(rows, start=1):
            section = _tag(main, "section", eId=f"att_{index}__sec_{number}")
            if head:
                _tag(section, "heading", head)
            _lines(_tag(section, "content", eId=f"att_{index}__sec_{number}__content"), text)


def _unique(root: ET.Element) -> None:
    """Numbers an eId that a misprinted text gives twice: the second becomes …__2."""
    seen: dict[str, int] = {}
    for element in root.iter():
        eid = element.get("eId")
        if eid:
            clean = re.sub(r"[^\w.-]", "_", eid)
            seen[clean] = seen.get(clean, 0) + 1
            element.set("eId", clean if seen[clean] == 1 else f"{clean}__{seen[clean]}")


def akoma_ntoso(regulation: Regulation, on: date, made_on: date) -> bytes:
    """The expression of a regulation on the day `on`, as XML valid against the OASIS schema.

    `made`: the day of its making.
    Signatures are left out: they name persons, and the PDF holds them.
    """
    ET.register_namespace("", AKN)
    root = ET.Element(f"{{{AKN}}}akomaNtoso")
    act = _tag(root, "act", name=regulation.kind.code, contains="singleVersion")
    _meta(act, regulation, on, made_on)
    _tag(_tag(_tag(act, "preface"), "longTitle"), "p", regulation.full_citation)
    parts = regulation_as_of(regulation, on)
    _preamble(act, parts)
    _body(act, parts)
    _attachments(act, regulation, parts, on, made_on)
    _unique(root)
    document: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + document
