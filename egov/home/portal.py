"""What the pages at the foot give the portal."""

from egov.home.followed import FOLLOWED
from egov.home.models import PageSlug
from egov.home.search_source import FOOT_PAGES
from egov.portal.declarations import DeskRoom, MenuItem, Portal

PORTAL = Portal(
    followed=FOLLOWED,
    search=(FOOT_PAGES,),
    footer=tuple(
        MenuItem(n, slug.label, f"home:page-{slug.value}") for n, slug in enumerate(PageSlug)
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
