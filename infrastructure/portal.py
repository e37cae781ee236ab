"""What the inventory gives the portal."""

from egov.portal.declarations import (
    DemoAccount,
    DemoStep,
    DeskRoom,
    MenuItem,
    Office,
    Panel,
    Place,
    Portal,
    Reach,
)
from infrastructure import panels
from infrastructure.demo.city import is_empty, make_city
from infrastructure.search_source import ASSETS
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR

PORTAL = Portal(
    menu=(MenuItem(50, "Infrastruktur", "infrastructure:overview"),),
    offices=(
        Office(90, INFRA_OPERATOR, "Operator infrastruktur", Reach.REGION),
        Office(
            91,
            AGENCY_OPERATOR,
            "Operator infrastruktur perangkat daerah",
            Reach.AGENCY,
            may_be_vacant=True,
            only_by_name=True,  # the proposals of its agency are not its work
            title="Operator infrastruktur {agency}",
        ),
    ),
    desk_rooms=(
        DeskRoom(
            75,
            "Infrastruktur",
            "infrastructure:overview",
            (INFRA_OPERATOR, AGENCY_OPERATOR),
            help="Pusat data, jaringan, dan perangkat kota.",
        ),
        DeskRoom(
            76,
            "Dampak gangguan",
            "infrastructure:impact",
            (INFRA_OPERATOR, AGENCY_OPERATOR),
            help="Apa yang ikut padam bila satu terputus.",
        ),
    ),
    panels=(
        Panel(
            Place.APPLICATION, 20, "infrastructure/panel_application.html", panels.of_application
        ),
        Panel(Place.REGULATION, 20, "infrastructure/panel_regulation.html", panels.of_regulation),
        Panel(Place.AREA, 20, "infrastructure/panel_area.html", panels.of_area),
    ),
    search=(ASSETS,),
    demo=(DemoStep(50, "infrastruktur contoh", is_empty, make_city, many=True),),
    demo_accounts=(DemoAccount(100, "infrastruktur", INFRA_OPERATOR),),
)
