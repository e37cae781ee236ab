"""How headings, catchwords and endings of a regulation are printed, well or badly."""

from __future__ import annotations

import re

_UNIT = (
    r"(?:[Ss]atu|[Dd]ua|[Tt]iga|[Ee]mpat|[Ll]ima|[Ee]nam|[Tt]ujuh|[Dd]elapan|[Ss]embilan"
    r"|SATU|DUA|TIGA|EMPAT|LIMA|ENAM|TUJUH|DELAPAN|SEMBILAN)"
)
_ORDINAL = (
    r"(?:[Kk]e|KE)[\s-]?\w+"
    rf"(?:\s+(?:[Bb]elas|BELAS)|\s+(?:[Pp]uluh|PULUH)(?:\s+{_UNIT})?)?|Pertama|PERTAMA"
)
_TITLE = r"\s*[.:–-]*\s*(.*)$"
PREAMBLE = re.compile(
    r"^\s*(Menimbang|MENIMBANG|Mengingat|MENGINGAT|Menetapkan|MENETAPKAN)\s*:?\s*(.*)$"
)
DECIDES = re.compile(
    r"^\s*M\s*E\s*M\s*U\s*T\s*U\s*S\s*K\s*A\s*N"
    r"|^\s*DENGAN\s+PERSETUJUAN\s+BERSAMA|^\s*Memperhatikan\b",
    re.IGNORECASE,
)
BOOK = re.compile(rf"^\s*BUKU\s+({_ORDINAL}|[IVXLC]+)\b{_TITLE}")
CHAPTER = re.compile(
    rf"^\s*(?:BAB|B\s?A\s?B|Bab)\s*(?:([IVXLC1l]+?)(?:\s?([A-H]))?|({_ORDINAL}))"
    rf"(?![A-Za-z\d]){_TITLE}"
)
PART = re.compile(rf"^\s*(?:Bagian|BAGIAN)\s+({_ORDINAL})(?:\s?([A-Z]))?\b{_TITLE}")
PARAGRAPH = re.compile(
    rf"^\s*(?:Paragraf|PARAGRAF)\s+(\d{{1,4}}|{_ORDINAL}|[IVX]+)\s?([A-Z]?)\b{_TITLE}"
)
_PASAL = r"^\s*P\s?[Aa]\s?[Ss]\s?[Aa]\s?[Ll]\s*"
ARTICLE = re.compile(rf"{_PASAL}(\d(?: {{0,3}}[\dOolI])*?|[lI]\d*)\s?([A-Z]?)\s*(?:[.:*)]+\s*)?$")
ARTICLE_WITH_TEXT = re.compile(r"^\s*Pasal\s+(\d+)([A-Z]?)\s+(\(1\)\s+\S.*)$")
ROMAN_ARTICLE = re.compile(rf"{_PASAL}(I{{1,3}}|IV)\s*(?:[.:]\s*)?$")
CLOSING = re.compile(
    r"^\s*(?:(?:Agar|Supaya|AGAR)\b.*\b(?:orang|diketahui|mengetahui)"
    r"|Di(?:\s?tetapkan|\s?sahkan|\s?undangkan)\s+di\b)"
)
CATCHWORD = re.compile(
    r"^\s*(?:BAB\s+[IVXLC]+|Pasal\s+\d+[A-Z]?|Bagian\s+Ke\w+|Paragraf\s+\d+"
    r"|\(\d+[a-z]?\)|[a-z]\.|\d+\.)[^.…]{0,40}(?:\.\s?\.|…)[.\s…]*$"
)
RUN_TOGETHER = re.compile(
    r"(?<=\S)(?<![IVX\d]\.)[ \t]+"
    r"(?=(?:Di(?:sahkan|tetapkan|undangkan)\s+di\s+[A-Z]\w+\s+pada\s+tanggal"
    r"|PENJELASAN\s+ATAS\b"
    r"|LAMPIRAN\s+[IVX]+\s+(?:UNDANG|PERATURAN)"
    r"|(?:I+\.\s+)?PASAL\s+DEMI\s+PASAL\b))"
)
PAGE = re.compile(r"^\s*(?:-\s*)?\d{1,3}\s*(?:-\s*)?$")
