"""What leaves the registry in other shapes.

The ZIP a delegation takes home, JSON-LD, publiccode.yml, Akoma Ntoso.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Sequence
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from egov.web.exports import export, file_name
from regulations.domain.applications.board import board_table
from regulations.domain.exchange.akn import akoma_ntoso
from regulations.domain.exchange.jdihn import feed
from regulations.domain.law.states import force_of
from regulations.models import Application, Binding, LegalEvent, Regulation, RegulationFile
from regulations.vocabulary import EventKind, Force, LifecycleState

NOTICE = (
    "Registri {name} per {day}. "
    "Hanya memuat yang tercatat; yang belum diketahui ditulis “belum diketahui”.\n"
)


def take_home(on: date, out: IO[bytes]) -> None:
    """Writes one ZIP: no drafts, nothing invented.

    The matrix in three shapes, the regulations' metadata, and their confirmed PDFs with their
    text as Akoma Ntoso.
    """
    notice = NOTICE.format(name=settings.REGION_PROFILE.name, day=date_format(on, "j F Y"))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("BACA.txt", notice)
        for name, document in write_registry(archive, on):
            xml = akoma_ntoso(document.regulation, on, timezone.localdate())
            archive.writestr(f"{name}.xml", xml)


def write_registry(
    archive: zipfile.ZipFile, on: date, *, codes: Collection[str] | None = None, folder: str = ""
) -> list[tuple[str, RegulationFile]]:
    """The matrix, the metadata and the confirmed PDFs, under a folder of an archive.

    `codes` narrows it to some applications and what they stand on that day. In constant queries.
    Returns the name without its ending and the file of each regulation that was written.
    """
    table = board_table(on, codes)
    for shape in ("csv", "xlsx", "pdf"):
        archive.writestr(folder + file_name(shape, table.title), export(shape, table))
    confirmed = RegulationFile.objects.filter(confirmed_at__isnull=False).defer("text")
    narrowed = None
    if codes is not None:
        bound = Binding.objects.standing_on(on).filter(application__code__in=codes)
        narrowed = set(bound.values_list("regulation", flat=True))
        confirmed = confirmed.filter(regulation__in=narrowed)
    rows = json.dumps(feed(on, narrowed), ensure_ascii=False, indent=1)
    archive.writestr(f"{folder}peraturan.json", rows)
    written = []
    documents = confirmed.select_related("regulation__kind", "pdf")
    for document in documents.order_by("regulation__year", "pk"):
        r = document.regulation
        name = f"{folder}peraturan/{r.kind.code}-{r.year}-{r.number_in_address}"
        with document.pdf.file.open("rb") as source:
            archive.writestr(f"{name}.pdf", source.read(), zipfile.ZIP_STORED)
        written.append((name, document))
    return written


_FORCE_WORDS = {
    Force.IN_FORCE: "InForce",
    Force.PARTLY: "PartiallyInForce",
    Force.ENDED: "NotInForce",
    Force.NOT_YET: "NotInForce",
}
_RELATIONS = (
    ("legislationRepeals", EventKind.REPEALS),
    ("legislationChanges", EventKind.AMENDS),
    ("legislationApplies", EventKind.IMPLEMENTS),
)


def json_ld(regulation: Regulation, on: date, acts: Sequence[LegalEvent] = ()) -> dict[str, Any]:
    """schema.org Legislation; `legislationLegalForce` only where it is known.

    `acts`: what it does to others, with their targets.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": f"{settings.SITE_URL}{regulation.eli}",
        "name": regulation.full_citation,
        "legislationIdentifier": regulation.citation,
        "legislationType": regulation.kind.name,
        "legislationJurisdiction": regulation.region_name or "Indonesia",
        "inLanguage": "id",
        "url": f"{settings.SITE_URL}{regulation.get_absolute_url()}",
    }
    if regulation.enacted_on:
        data["legislationDate"] = regulation.enacted_on.isoformat()
    if regulation.promulgated_on:
        data["datePublished"] = regulation.promulgated_on.isoformat()
    for name, kind in _RELATIONS:
        targets = {act.target.eli for act in acts if act.kind == kind and act.takes_effect_on <= on}
        if targets:
            data[name] = [_work(eli) for eli in sorted(targets)]
    force = force_of(regulation, on)
    if force in _FORCE_WORDS:
        data["legislationLegalForce"] = f"https://schema.org/{_FORCE_WORDS[force]}"
    return data


def _work(eli: str) -> dict[str, str]:
    return {"@type": "Legislation", "@id": f"{settings.SITE_URL}{eli}"}


def json_ld_text(regulation: Regulation, on: date, acts: Sequence[LegalEvent] = ()) -> str:
    """The same as it stands in a page: no character that could end the script element."""
    text = json.dumps(json_ld(regulation, on, acts), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


_STATUS = {
    LifecycleState.PLANNED: "concept",
    LifecycleState.PILOT: "beta",
    LifecycleState.LIVE: "stable",
    LifecycleState.RETIRED: "obsolete",
}


def publiccode(application: Application, bindings: Sequence[Binding], life: str | None) -> str:
    """publiccode.yml 0.4 with the legal basis as an extension.

    What the registry does not know (licence, source) is named, not invented.
    """
    owner = application.owner.name if application.owner else settings.REGION_PROFILE.government
    purpose = (application.purpose or application.name)[:150]
    lines = [
        "# Menurut registri regulasi. "
        "Belum diketahui di sini: url, legal.license, maintenance, softwareType.",
        'publiccodeYmlVersion: "0.4"',
        f"name: {_quoted(application.name)}",
        f"organisation:\n  name: {_quoted(owner)}",
        f"description:\n  id:\n    shortDescription: {_quoted(purpose)}",
        "intendedAudience:\n  countries:\n    - id",
    ]
    if application.address.startswith(("https://", "http://")):
        lines.append(f"landingURL: {_quoted(application.address)}")
    if life in _STATUS:
        lines.append(f"developmentStatus: {_STATUS[LifecycleState(life)]}")
    lines.append("x-dasar-hukum:" if bindings else "x-dasar-hukum: []")
    for binding in bindings:
        where = f", {binding.provision.label}" if binding.provision else ""
        lines.append(f"  - peran: {binding.role}")
        lines.append(f"    kutipan: {_quoted(binding.regulation.citation + where)}")
        lines.append(f"    uri: {_quoted(settings.SITE_URL + binding.regulation.eli)}")
    return "\n".join(lines) + "\n"
