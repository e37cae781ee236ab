"""What templates of e-Musrenbang read beside their context."""

from __future__ import annotations

from django import template

from musrenbang import vocabulary
from musrenbang.domain.basis import Basis, read_basis

register = template.Library()


@register.simple_tag
def rw_word(before: str = "") -> str:
    """The region's word for an RW, behind other words where some are given."""
    return f"{before} {vocabulary.rw_word()}".strip()


@register.filter
def basis(text: str) -> Basis | None:
    """The ground of a rule as label and address; None where there is none."""
    return read_basis(text) if text else None
