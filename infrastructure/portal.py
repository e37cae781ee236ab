"""What the inventory gives the portal."""

from egov.portal.declarations import (
    DemoAccount,
    MenuItem,
    Office,
    Portal,
    Reach,
)
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
            title="Operator infrastruktur {agency}",
        ),
    ),
    demo_accounts=(DemoAccount(100, "infrastruktur", INFRA_OPERATOR),),
)
