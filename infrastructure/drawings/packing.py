"""Equal circles within a circle, as tubes lie in a cable and cores in a tube."""

from __future__ import annotations

from math import asin, cos, pi, sin


def packed(number: int, *, one_ring: int = 6) -> tuple[list[tuple[float, float]], float]:
    """The centres of circles of radius 1, and the radius of the circle around them.

    They are numbered from the top, clockwise, the outer ring first. Up to `one_ring` lie in one
    ring around the middle, more of them in two.
    """
    if number <= 1:
        return [(0.0, 0.0)] * number, 1.0
    if number <= one_ring:
        radius = _radius(number)
        return _ring(number, radius), radius + 1
    outer = next(n for n in range(6, number + 1) if n + _room_within(n) >= number)
    radius = _radius(outer)
    inner = number - outer
    within = _ring(inner, _radius(inner)) if inner > 1 else [(0.0, 0.0)] * inner
    return _ring(outer, radius) + within, radius + 1


def _radius(number: int) -> float:
    """Of the ring on which so many circles touch each other."""
    return 1 / sin(pi / number)


def _room_within(outer: int) -> int:
    """How many circles find room in one ring within a ring of so many."""
    radius = _radius(outer) - 2
    if radius < 1:
        return int(radius >= 0)
    return int(pi / asin(1 / radius) + 1e-9)


def _ring(number: int, radius: float) -> list[tuple[float, float]]:
    angles = (2 * pi * n / number for n in range(number))
    return [(radius * sin(angle), -radius * cos(angle)) for angle in angles]
