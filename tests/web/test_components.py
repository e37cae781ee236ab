"""Components as tags: one element each, what is given is escaped, what is nested stays."""

from __future__ import annotations

import pytest
from django.template import engines


def _html(source: str, **values: object) -> str:
    rendered: str = engines["django"].from_string(source).render(values)
    return " ".join(rendered.split())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('{% tag "good" name %}', '<span class="tag good">A &amp; B</span>'),
        ('{% tag "wait" 3 "hari" big=True %}', '<span class="tag big wait">3 hari</span>'),
        ("{% panel %}<b>x</b> {{ name }}{% endpanel %}", '<p class="panel"><b>x</b> A &amp; B</p>'),
        ('{% panel "div" %}x{% endpanel %}', '<div class="panel">x</div>'),
        ('{% nothing "li" %}Kosong.{% endnothing %}', '<li class="empty">Kosong.</li>'),
        (
            "{% facts %}{% fact name %}{{ name }}{% endfact %}{% endfacts %}",
            '<dl class="summary-list"><div> <dt>A &amp; B</dt> <dd>A &amp; B</dd> </div> </dl>',
        ),
        (
            "{% table name caption=name %}<tr></tr>{% endtable %}",
            '<div class="table-wrap" tabindex="0" role="region" aria-label="A &amp; B"> '
            '<table class="cards"> <caption class="hidden">A &amp; B</caption> <tr></tr> '
            "</table> </div>",
        ),
    ],
)
def test_a_component_is_one_element(source: str, html: str) -> None:
    assert _html(source, name="A & B") == html


def test_a_search_box_keeps_what_was_asked_and_what_goes_along() -> None:
    source = (
        '{% search_box "cari" "Cari" query name="kata" longest=80 help="Contoh: got." %}'
        '<input type="hidden" name="ubah" value="1">{% endsearch_box %}'
    )
    assert _html(source, query='"got"') == (
        '<form class="search" method="get" role="search"> <label for="cari">Cari</label> '
        '<p class="help" id="cari-bantuan">Contoh: got.</p> <div class="inline"> '
        '<input type="search" id="cari" name="kata" value="&quot;got&quot;" '
        'aria-describedby="cari-bantuan" maxlength="80" autocomplete="off"> '
        '<input type="hidden" name="ubah" value="1"> <button type="submit">Cari</button> '
        "</div> </form>"
    )
