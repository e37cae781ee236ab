"""A kabupaten or kota as the field of a form."""

from __future__ import annotations

import pytest
from django import forms

from egov.areas.choices import RegionField, region_choices


class Asked(forms.Form):
    origin = RegionField(label="Asal")


def test_all_514_stand_under_their_province_in_order() -> None:
    groups = dict(region_choices())
    assert sum(map(len, groups.values())) == 514
    assert ("33.10", "Kabupaten Klaten") in groups["Jawa Tengah"]
    codes = [code for group in groups.values() for code, _ in group]
    assert codes == sorted(codes)


@pytest.mark.parametrize(("given", "valid"), [("33.10", True), ("33", False), ("99.99", False)])
def test_only_a_region_of_the_list_is_taken(given: str, valid: bool) -> None:
    form = Asked({"origin": given})
    assert form.is_valid() == valid
    if not valid:
        assert form.errors["origin"] == ["Pilih kabupaten atau kota dari daftar."]


def test_nothing_is_chosen_for_anybody() -> None:
    assert 'value="" selected' in str(Asked()["origin"])
