"""How much is kept from the public: by office and reason, and nothing of what it said."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.web.public import public_page
from musrenbang.models import Withholding
from musrenbang.vocabulary import Fault

MOST = 200  # offices and reasons on one page


@public_page
def register(request: HttpRequest) -> HttpResponse:
    """Each office and reason with its counts."""
    counted = (
        Withholding.objects.order_by()
        .values("office", "fault")
        .annotate(
            withheld=Count("pk"),
            standing=Count("pk", filter=Q(ended_at=None)),
            appealed=Count("appeal"),
            granted=Count("appeal", filter=Q(appeal__granted=True)),
        )
    )
    rows = [
        {**row, "reason": Fault(row["fault"]).label}
        for row in counted.order_by("office", "fault")[:MOST]
    ]
    return render(request, "musrenbang/withheld.html", {"rows": rows})
