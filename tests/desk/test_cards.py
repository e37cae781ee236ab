"""Lists of the desk are cards on a phone: each cell says of itself what its column says."""

from __future__ import annotations

from django.test import Client

from egov.agencies.models import Agency

LIST = "/admin/agencies/agency/"


def test_each_cell_knows_its_heading(keeper: Client, agency: Agency) -> None:
    page = keeper.get(LIST).content.decode()
    assert 'data-h="Nama pendek"' in page
    assert '<td data-h="Nama" class="field-name">Dinas Taman</td>' in page
    assert page.count('data-h="Tindakan"') == 1
    assert '<td class="action-checkbox">' in page  # ticks need no heading


def test_a_list_is_sorted_by_its_headings(keeper: Client, agency: Agency) -> None:
    page = keeper.get(f"{LIST}?o=1.-2").content.decode()
    assert 'href="?o=-1.-2"' in page
    assert 'title="Balik urutannya"' in page


def test_the_name_of_a_row_is_no_markup(keeper: Client, agency: Agency) -> None:
    Agency.objects.filter(pk=agency.pk).update(name="<b>Dinas</b>")
    page = keeper.get(LIST).content.decode()
    assert "<b>Dinas</b>" not in page
    assert "&lt;b&gt;Dinas" in page
