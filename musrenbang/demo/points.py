"""Where the demo's proposals lie: inside the village as it is drawn; nowhere where it is not."""

from __future__ import annotations

import random

from egov.areas.boundaries import points_in
from egov.areas.models import Area, AreaBoundary, Level
from musrenbang.vocabulary import PointCheck


class Points:
    """Reads the shapes of all villages once."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        villages = Area.objects.current().level(Level.VILLAGE)
        self.scatter = {village.pk: points_in(village) for village in villages}
        self.bounded = set(AreaBoundary.objects.values_list("area_id", flat=True))

    def within(self, village: Area) -> tuple[float | None, float | None, PointCheck]:
        """(latitude, longitude, what a check of it says); no point where nobody knows a shape."""
        scatter = self.scatter[village.pk]
        if scatter is None:
            return None, None, PointCheck.NO_POINT
        latitude, longitude = scatter(self.rng.getrandbits(32))
        checked = PointCheck.INSIDE if village.pk in self.bounded else PointCheck.NOT_MADE
        return latitude, longitude, checked
