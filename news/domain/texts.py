"""What an article says: cleaned and checked in one place, whichever way it came."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlsplit

from egov.files.models import StoredFile
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid
from egov.web.html import clean_html, links_of, plain_text
from news.models import Edition, OutgoingHost
from news.vocabulary import ArticleKind, Verdict

LONGEST_BODY = 60_000
_BYLINE = re.compile(r"[a-z]{2,5}(/[a-z]{2,5}){0,3}")
_FILE_NAME = re.compile(r"\.(jpe?g|png|webp|gif|heic)$|^(img|dsc|image|foto|wa)[-_ ]?\d+", re.I)
# words with which public pages are filled by who breaks in
_GAMBLING = re.compile(
    r"\b(slot\s*(gacor|online|88|777)?|gacor|togel|judi\s*online|maxwin|scatter\s*hitam"
    r"|casino|sbobet|poker\s*online|situs\s*toto|bandar\s*bola|rtp\s*live|zeus)\b",
    re.I,
)
LONGEST = {
    "title": 120,
    "lead": 300,
    "byline": 40,
    "picture_alt": 200,
    "picture_caption": 200,
    "picture_credit": 100,
    "announcement_number": 60,
    "claim": 300,
    "change_note": 300,
}


@dataclass(frozen=True)
class TextContent:
    """The columns of an edition that somebody writes; `body` and `evidence` are HTML."""

    title: str
    lead: str
    body: str
    byline: str = ""
    picture: StoredFile | None = None
    picture_alt: str = ""
    picture_caption: str = ""
    picture_credit: str = ""
    announcement_number: str = ""
    lapses_on: date | None = None
    claim: str = ""
    verdict: str = ""
    evidence: str = ""
    change_note: str = ""
    minor: bool = False


WRITTEN = tuple(field.name for field in fields(TextContent))


def content_of(edition: Edition) -> TextContent:
    """What an edition says, to be written on."""
    return TextContent(**{name: getattr(edition, name) for name in WRITTEN})


def write_text(edition: Edition, content: TextContent) -> None:
    """Puts a content into the row, cleaned. Raises Invalid at the field at fault."""
    for name in WRITTEN:
        value = getattr(content, name)
        setattr(edition, name, _line(value) if name in LONGEST else value)
    edition.body = clean_html(plain(content.body))
    edition.evidence = clean_html(plain(content.evidence))
    _check(edition, edition.article.kind)


def _line(value: str) -> str:
    return " ".join(plain(value).split())


def _check(edition: Edition, kind: str) -> None:
    for name, longest in LONGEST.items():
        if len(getattr(edition, name)) > longest:
            raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=name)
    if not edition.title:
        raise Invalid("no_title", "Tulis judulnya.", field="title")
    if not edition.lead:
        raise Invalid("no_lead", "Tulis ringkasan satu atau dua kalimat.", field="lead")
    if not plain_text(edition.body):
        raise Invalid("no_body", "Tulis isinya.", field="body")
    if len(edition.body) > LONGEST_BODY:
        sentence = f"Isi terlalu panjang, paling banyak {LONGEST_BODY} huruf. Pecah menjadi dua."
        raise Invalid("too_long", sentence, field="body")
    if edition.byline and not _BYLINE.fullmatch(edition.byline):
        sentence = "Tulis kode penulis dan penyunting, huruf kecil, contoh hnm/pri."
        raise Invalid("bad_byline", sentence, field="byline")
    _check_picture(edition)
    _check_kind(edition, kind)


def _check_picture(edition: Edition) -> None:
    if edition.picture is None:
        return
    require_alt(edition.picture_alt, field="picture_alt")
    if not edition.picture_credit:
        sentence = "Tulis siapa yang memotret atau menggambarnya."
        raise Invalid("no_credit", sentence, field="picture_credit")


def require_alt(text: str, *, field: str) -> None:
    """Raises Invalid where nobody is told what a picture shows."""
    if not text:
        sentence = "Tulis apa yang terlihat di gambar, bagi yang tidak dapat melihatnya."
        raise Invalid("no_alt", sentence, field=field)
    if _FILE_NAME.search(text):
        sentence = "Ini nama berkas. Tulis apa yang terlihat di gambar."
        raise Invalid("alt_is_file_name", sentence, field=field)


def _check_kind(edition: Edition, kind: str) -> None:
    if kind == ArticleKind.ANNOUNCEMENT and not edition.announcement_number:
        raise Invalid("no_number", "Tulis nomor pengumuman.", field="announcement_number")
    if kind != ArticleKind.CLARIFICATION:
        return
    if not edition.claim:
        raise Invalid("no_claim", "Tulis kabar yang beredar, satu kalimat.", field="claim")
    if edition.verdict not in Verdict.values:
        raise Invalid("no_verdict", "Pilih kesimpulannya.", field="verdict")
    if not plain_text(edition.evidence):
        raise Invalid("no_evidence", "Tulis bukti dan dari mana datangnya.", field="evidence")


def hosts_of(edition: Edition) -> list[str]:
    """The hosts of others that a text links to."""
    links = links_of(edition.body) + links_of(edition.evidence)
    hosts = {(urlsplit(link).hostname or "").lower() for link in links if "://" in link}
    return sorted(hosts - {""})


def new_hosts(edition: Edition) -> list[str]:
    """Those that no approved text has linked to before."""
    hosts = hosts_of(edition)
    known = OutgoingHost.objects.filter(host__in=hosts).values_list("host", flat=True)
    return sorted(set(hosts) - set(known))


def alarms(edition: Edition) -> list[str]:
    """Words of online gambling in what would be published."""
    texts = (edition.title, edition.lead, edition.body, edition.evidence, *hosts_of(edition))
    found = {match[0].lower() for text in texts for match in _GAMBLING.finditer(text)}
    return sorted(found)
