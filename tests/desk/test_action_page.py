"""One object's page of actions: what is offered, run, refused, and how it is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.agencies.models import Agency
from egov.desk.actions import TOO_LATE, DeskAction
from tests.factories.accounts import UserFactory
from tests.town import client_of


def address(agency: Agency) -> str:
    return f"/admin/agencies/agency/{agency.pk}/tindakan/"


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_what_is_offered_follows_the_object(keeper: Client, agency: Agency) -> None:
    page = text_of(keeper.get(address(agency)))
    for word in ("Ganti nama", "Nama yang dibaca umum.", "Nama lama tetap terbaca."):
        assert word in page
    assert "Sekarang Dinas Taman." in page  # the form knows what it is about
    assert 'name="act" value="tutup"' in page
    assert "Buka lagi" not in page
    assert "Tutup serentak" not in page  # an act on many only


def test_an_act_is_done_and_told(keeper: Client, agency: Agency) -> None:
    given = {"act": "nama", "nama-name": "Dinas Po\x0bhon"}  # as word processors paste it
    answer = keeper.post(address(agency), given, follow=True)
    assert answer.redirect_chain == [(address(agency), 302)]
    assert "Nama disimpan." in text_of(answer)
    agency.refresh_from_db()
    assert agency.name == "Dinas Pohon"


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(
    keeper: Client, agency: Agency
) -> None:
    given = {"act": "nama", "nama-name": "Dinas Taman", "nama-basis": "Perda 5"}
    answer = keeper.post(address(agency), given)
    assert answer.status_code == 200
    form = next(o.form for o in answer.context["offers"] if o.action.slug == "nama")
    assert form.errors == {"name": ["Itu namanya sekarang."]}
    assert 'value="Perda 5"' in text_of(answer)


def test_a_refusal_of_no_field_of_this_form_stands_above_it(keeper: Client, agency: Agency) -> None:
    answer = keeper.post(address(agency), {"act": "nama", "nama-name": "Dinas"})
    form = next(o.form for o in answer.context["offers"] if o.action.slug == "nama")
    assert form.non_field_errors() == ["Dinas apa?"]


def test_what_undoes_an_act_is_offered_after_it(keeper: Client, agency: Agency) -> None:
    done = text_of(keeper.post(address(agency), {"act": "tutup"}, follow=True))
    assert f'Ditutup hari ini. <a href="{address(agency)}#tindakan-buka">Batalkan</a>' in done
    assert 'id="tindakan-buka"' in done
    undone = text_of(keeper.post(address(agency), {"buka": "1"}, follow=True))
    assert "Dibuka lagi." in undone
    assert "Batalkan" not in undone
    agency.refresh_from_db()
    assert agency.basis == ""


def test_what_is_shown_is_shown_once(keeper: Client, agency: Agency) -> None:
    answer = keeper.post(address(agency), {"act": "kode"})
    assert "1234 5678" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    # a second tap would void what was just handed over
    assert 'value="kode"' not in text_of(answer)
    again = text_of(keeper.get(address(agency)))
    assert "1234 5678" not in again
    assert 'value="kode"' in again


def test_who_comes_too_late_is_told(keeper: Client, agency: Agency) -> None:
    keeper.post(address(agency), {"act": "tutup"})
    answer = keeper.post(address(agency), {"act": "tutup"})
    assert answer.status_code == 200
    assert TOO_LATE in text_of(answer)


def test_who_may_not_reads_and_is_refused(reader: Client, agency: Agency) -> None:
    page = reader.get(address(agency))
    assert page.status_code == 200
    assert "Tidak ada tindakan untuk Anda" in text_of(page)
    answer = reader.post(address(agency), {"act": "tutup"})
    assert answer.status_code == 403
    assert "Hanya penjaga daftar." in text_of(answer)
    agency.refresh_from_db()
    assert agency.basis == ""


def test_strangers_do_not_come_here(small: None, agency: Agency) -> None:
    for client in (Client(), client_of(UserFactory())):
        for answer in (client.get(address(agency)), client.post(address(agency), {"act": "tutup"})):
            assert answer.status_code in (302, 403)
    agency.refresh_from_db()
    assert agency.basis == ""


@pytest.mark.parametrize("given", [{"act": "bakar"}, {"act": ""}])
def test_an_act_that_nobody_knows_is_refused(
    keeper: Client, agency: Agency, given: dict[str, str]
) -> None:
    assert keeper.post(address(agency), given).status_code == 403


def test_an_address_of_no_object_is_refused(keeper: Client) -> None:
    for key in ("0", "abc", "9" * 30):
        assert keeper.get(f"/admin/agencies/agency/{key}/tindakan/").status_code == 403


def test_the_page_asks_the_office_before_the_object(
    reader: Client, agency: Agency, django_assert_max_num_queries: Any
) -> None:
    reader.get(address(agency))
    with django_assert_max_num_queries(5):  # session, user, offices, seen, agency
        reader.get(address(agency))


def test_links_are_for_who_may_follow_them(keeper: Client, reader: Client, agency: Agency) -> None:
    for client, shown in ((keeper, True), (reader, False)):
        for page in ("/admin/agencies/agency/", f"/admin/agencies/agency/{agency.pk}/change/"):
            assert (address(agency) in text_of(client.get(page))) is shown, page


def test_every_action_says_what_it_does() -> None:
    with pytest.raises(NotImplementedError, match=r"DeskAction\.perform"):
        DeskAction().perform(None, None, {})
