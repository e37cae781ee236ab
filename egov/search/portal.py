"""What the search gives the portal."""

from celery.schedules import crontab

from egov.portal.declarations import ApiRoute, Beat, DemoStep, DeskRoom, Portal, Retention
from egov.search.api import SearchViewSet
from egov.search.indexing import rebuild
from egov.search.misses import KEPT
from egov.search.models import Entry

PORTAL = Portal(
    api=(ApiRoute("cari", SearchViewSet, "api-search"),),
    desk_rooms=(
        DeskRoom(
            45,
            "Kata pencarian",
            "admin:search_term_changelist",
            ("administrator",),
            help="Singkatan, kata warga, dan tanda keluhan.",
        ),
        DeskRoom(
            46,
            "Kata tanpa hasil",
            "admin:search_miss_changelist",
            ("administrator",),
            help="Yang dicari warga dan tidak ditemukan, per minggu.",
        ),
    ),
    schedule=(
        # what SQL and bulk writes change is found within 5 seconds; two short queries where none is
        Beat("drain-search-queue", "egov.search.tasks.drain_queue", 4.0),
        Beat("mend-search-index", "egov.search.tasks.mend_index", crontab(hour=3, minute=40)),
        Beat("forget-misses", "egov.search.tasks.forget_misses", 86400.0),
    ),
    demo=(
        DemoStep(99, "indeks pencarian", lambda: not Entry.objects.exists(), rebuild, many=True),
    ),
    retention=(
        Retention(
            "Kata pencarian tanpa hasil, tanpa nama pencarinya",
            KEPT,
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "egov.search.tasks.forget_misses",
        ),
    ),
)
