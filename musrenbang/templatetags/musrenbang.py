"""What templates of e-Musrenbang read beside their context."""

from __future__ import annotations

from django import template

from musrenbang.domain.basis import Basis, read_basis

register = template.Library()


@register.filter
def basis(text: str) -> Basis | None:
    """The ground of a rule as label and address; None where there is none."""
    return read_basis(text) if text else None
