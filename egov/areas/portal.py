"""What areas give the portal."""

from celery.schedules import crontab
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from egov.areas.api import AreaViewSet
from egov.areas.changes import last_changes
from egov.areas.models import Area, Level
from egov.areas.offers import OFFERS
from egov.areas.place_words import read_places
from egov.areas.rules import served_areas
from egov.areas.search_source import AREAS
from egov.portal.declarations import (
    ApiRoute,
    Beat,
    DemoStep,
    DeskRoom,
    MenuItem,
    Portal,
    SitemapPart,
)


def _region_missing() -> bool:
    return not Area.objects.level(Level.REGION).filter(code=settings.REGION).exists()


def _load() -> None:
    call_command("import_areas")
    call_command("import_rw")


PORTAL = Portal(
    menu=(MenuItem(65, "Wilayah", "home:areas"),),
    desk_rooms=(
        DeskRoom(
            40,
            "Wilayah",
            "admin:areas_area_changelist",
            ("administrator",),
            help="Kecamatan, desa/kelurahan, dan RW.",
        ),
        DeskRoom(
            46,
            "Kantor",
            "admin:areas_area_changelist",
            allows=lambda user: any(served_areas(user)),
            help="Alamat, telepon, dan jam kantor Anda, sebagaimana dibaca warga.",
            query="kantor=saya",
        ),
    ),
    search=(AREAS,),
    read_places=read_places,
    api=(ApiRoute("wilayah", AreaViewSet, "api-area"),),
    importers=OFFERS,
    enum_names={"TingkatWilayah": "egov.areas.models.Level"},
    # a merger that was told of in advance comes into force at midnight
    schedule=(Beat("draw-map", "egov.areas.tasks.draw", crontab(hour=0, minute=5)),),
    demo=(DemoStep(10, "wilayah", _region_missing, _load),),
    sitemap=(
        SitemapPart(
            "wilayah",
            lambda: Area.objects.current(),
            lambda area: reverse("home:area", args=[area.path]),
            changes=last_changes,
        ),
    ),
)
