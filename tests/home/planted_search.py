"""What of the search is planted: words of the desk, and an index that was read."""

from __future__ import annotations

from django.utils import timezone

from egov.search.indexing import drain
from egov.search.misses import SHOWN_FROM, week_of
from egov.search.models import Miss, Term
from tests.home.secret import ADMINISTERS, Planted


def plant_search(planted: Planted) -> None:
    """Words that many missed are for the administrator; those of few for nobody."""
    week = week_of(timezone.localdate())
    many = planted.hide("katatanpahasil", may=ADMINISTERS, shown_to="administrator")
    few = planted.hide("katasatuorang", may=set())
    Miss.objects.create(counted_on=week, words=many, n=SHOWN_FROM)
    Miss.objects.create(counted_on=week, words=few, n=SHOWN_FROM - 1)
    Term.objects.get_or_create(word="zzkata", kind="everyday", meaning="saluran")
    drain()
