"""What stays of the HTML that staff write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egov.web.html import clean_html, is_allowed_link, links_of, plain_text

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<img src="https://lacak.example/p.gif">',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href=" &#106;avascript:alert(1)">a</a>',
    '<a href="//jahat.example">a</a>',
    '<a href="/\\jahat.example">a</a>',
    '<a href="http://jahat.example">a</a>',
    '<a href="data:text/html,<script>">a</a>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=a>'>",
    '<p style="background:url(//x)" id="isi" class="x">a</p>',
    "<style>p{display:none}</style>",
    '<iframe src="https://x.example"></iframe>',
    '<form action="/akun/"><input name="a"></form>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
]
FORBIDDEN = (
    "<script", "javascript:", "onerror=", "onload=", "<svg", "<style", "style=", "class=", "id=",
    'href="//', "<iframe", "<form", "lacak", 'href="http:', 'href="data:', 'href="/\\',
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_is_inert(text: str) -> None:
    cleaned = clean_html(f"<p>Sebelum</p>{text}<p>Sesudah</p>")
    assert [bad for bad in FORBIDDEN if bad in cleaned.lower()] == []
    assert "Sebelum" in cleaned
    assert clean_html(cleaned) == cleaned


def test_what_staff_write_stays() -> None:
    text = (
        '<h2>Syarat</h2><ul><li><p>KTP <strong>asli</strong></p></li></ul><p><a href="/usulan/">'
        'Usulan</a>, <a href="https://contoh.example/a?b=1">luar</a>, '
        '<a href="mailto:a@contoh.example">surat</a>, <a href="tel:112">112</a></p>'
        '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>'
    )
    assert clean_html(text) == text


def test_only_pictures_of_our_own_stay() -> None:
    own = '<img src="/berita/gambar/1.jpg" alt="Balai">'
    text = f'{own}<img src="/akun/" alt="">'
    assert clean_html(text, own_picture=lambda src: src.startswith("/berita/gambar/")) == own
    assert clean_html(text) == ""


@pytest.mark.parametrize("address", ["https:", "ftp://a", "#isi", "usulan", "", "//a", "/a b"])
def test_an_address_of_none_of_these_kinds_is_no_link(address: str) -> None:
    assert not is_allowed_link(address)


@given(st.text(alphabet="<>/\"'=ahrefimgsrcscript:onx &#;-!\\ \n", max_size=120))
@settings(max_examples=300, deadline=None)
def test_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean_html(text)
    assert clean_html(cleaned) == cleaned
    assert all(is_allowed_link(link) for link in links_of(cleaned))


def test_words_of_a_text_a_paragraph_a_line() -> None:
    assert plain_text("<p>Satu  dua</p><ul><li>tiga &amp;</li></ul>") == "Satu dua\ntiga &"
