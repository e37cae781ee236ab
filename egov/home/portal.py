"""What the pages at the foot give the portal."""

from celery.schedules import crontab

from egov.home.followed import FOLLOWED
from egov.home.models import PageSlug
from egov.home.search_source import FOOT_PAGES
from egov.portal.declarations import Beat, DeskRoom, MenuItem, Portal

PORTAL = Portal(
    followed=FOLLOWED,
    search=(FOOT_PAGES,),
    schedule=(Beat("find-changes", "egov.home.tasks.find_changes", crontab(minute=25)),),
    footer=(
        *(MenuItem(n, slug.label, f"home:page-{slug.value}") for n, slug in enumerate(PageSlug)),
        MenuItem(95, "Umpan", "home:feeds"),
    ),
    desk_rooms=(
        DeskRoom(
            44,
            "Halaman",
            "admin:home_page_changelist",
            ("administrator",),
            help="Tentang, Bantuan, Kontak, Privasi, Aksesibilitas.",
        ),
    ),
)
