"""The public list of proposals: narrowed, counted, taken along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from egov.search.counting import count_to
from egov.web.context import viewer
from egov.web.exports import asked_format, export_response, table_of
from egov.web.keyset import keyset_page
from egov.web.public import known_params, public_page
from musrenbang.domain.current_figures import sent_in_all
from musrenbang.domain.numbers import read_number
from musrenbang.exports import PROPOSALS, proposals_to_export
from musrenbang.filters import ProposalListFilter
from musrenbang.models import Proposal
from musrenbang.vocabulary import State

MOST_EXPORTED = 5_000  # rows
COMMON = {State.WAITING: "Menunggu", State.ACCEPTED: "Diterima", State.REJECTED: "Ditolak"}
known_params(*ProposalListFilter.base_filters)


@public_page
def proposal_list(request: HttpRequest) -> HttpResponse:
    """The list, narrowed; a number goes straight to its proposal."""
    rows = Proposal.objects.visible_to(viewer(request)).listed()
    narrowing = ProposalListFilter(request.GET, rows)
    number = read_number(narrowing.wanted.get("q", ""))
    if number and Proposal.objects.filter(number=number).exists():
        return redirect("musrenbang:proposal", number=number)
    shape = asked_format(request, ("csv", "xlsx")) if narrowing.is_valid() else ""
    if shape:
        kept = proposals_to_export(narrowing.qs).order_by(*narrowing.order)[:MOST_EXPORTED]
        return export_response(shape, table_of("Usulan warga", PROPOSALS, kept))
    cursor = request.GET.get("sesudah", "")
    page = keyset_page(narrowing.qs.for_list(), order=narrowing.order, cursor=cursor)
    context = {
        "form": narrowing.form,
        "page": page,
        "narrowed": narrowing.narrowed,
        "filtered": any(v for name, v in narrowing.wanted.items() if name != "q"),
        "chips": _chips(request, narrowing.wanted),
        "many": _many(request, narrowing, page),
        "most": MOST_EXPORTED,
    }
    status = 200 if narrowing.is_valid() else 422
    return render(request, "musrenbang/proposal_list.html", context, status=status)


def _many(request: HttpRequest, narrowing: ProposalListFilter, page: Any) -> int | None:
    """How many proposals the list has; of all of them what was counted last, for nobody waits."""
    if narrowing.narrowed or (page.first and not page.next):
        typed = {name: request.GET.get(name, "") for name in narrowing.form.fields}
        del typed["urut"]
        return count_to(narrowing.qs, page, urlencode(sorted(typed.items())))
    return sent_in_all()


def _chips(request: HttpRequest, wanted: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """(label, address, whether it stands) of the common filters; the words typed stay."""
    here, kept = reverse("musrenbang:proposals"), {"q": wanted.get("q", "")}
    state, village = wanted.get("keadaan", ""), _own_village(request)
    chips = [("Semua", {"keadaan": ""}, not state)]
    chips += [(label, {"keadaan": value}, state == value) for value, label in COMMON.items()]
    found = [
        (label, f"{here}?{urlencode({k: v for k, v in {**kept, **more}.items() if v})}", current)
        for label, more, current in chips
    ]
    around = f"{here}?{urlencode({'wilayah': village})}" if village else "#id_wilayah"
    found.insert(
        1, ("Sekitar saya", around, bool(village) and request.GET.get("wilayah") == village)
    )
    return found


def _own_village(request: HttpRequest) -> str:
    """The code of the village a reader lives in; "" for strangers."""
    reader = viewer(request)
    if reader is None:
        return ""
    lived = (
        reader.residences.filter(ended_at=None, declined_at=None)
        .select_related("rw__parent")
        .first()
    )
    return lived.rw.parent.code if lived and lived.rw.parent else ""
