"""What templates of e-Musrenbang read beside their context."""

from __future__ import annotations

from django import template

from egov.web.templatetags.portal import rupiah, unit
from musrenbang import vocabulary
from musrenbang.domain.basis import Basis, read_basis
from musrenbang.domain.needs import needs_of_variants
from musrenbang.models import KamusVariant, Proposal

register = template.Library()


@register.simple_tag
def rw_word(before: str = "") -> str:
    """The region's word for an RW, behind other words where some are given."""
    return f"{before} {vocabulary.rw_word()}".strip()


@register.inclusion_tag("musrenbang/face.html")
def face_of(proposal: Proposal) -> dict[str, str]:
    """The picture of what a proposal is about."""
    return face(needs_of_variants().get(proposal.variant_id, ""))


@register.inclusion_tag("musrenbang/face.html", name="face")
def face(need: str) -> dict[str, str]:
    """The picture of a need."""
    return {"need": need or vocabulary.KamusNeed.PEOPLE.value}


@register.filter
def price_range(variants: list[KamusVariant]) -> str:
    """ "Rp 210.000 sampai Rp 260.000 per m²" of some sizes; "" where none has a price."""
    prices = sorted({v.unit_price for v in variants if v.unit_price is not None})  # type: ignore[attr-defined]
    if not prices:
        return ""
    units = {unit(v.unit) for v in variants}
    told = (
        rupiah(prices[0])
        if len(prices) == 1
        else f"{rupiah(prices[0])} sampai {rupiah(prices[-1])}"
    )
    return f"{told} per {units.pop()}" if len(units) == 1 else told


@register.filter
def basis(text: str) -> Basis | None:
    """The ground of a rule as label and address; None where there is none."""
    return read_basis(text) if text else None
