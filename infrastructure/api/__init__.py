"""The API of the inventory: everything through `visible_to`, every write through its verb."""

from egov.portal.declarations import ApiRoute
from infrastructure.api.assets import VIEWSETS, AssetViewSet
from infrastructure.api.contracts import ContractViewSet
from infrastructure.api.fibre import CoreViewSet, JointViewSet, PathViewSet
from infrastructure.api.impact import ImpactViewSet

ROUTES = (
    ApiRoute("aset", AssetViewSet, "api-asset"),
    *(ApiRoute(prefix, made, f"api-infra-{prefix}") for prefix, made in VIEWSETS.items()),
    ApiRoute("inti", CoreViewSet, "api-core"),
    ApiRoute("sambungan", JointViewSet, "api-joint"),
    ApiRoute("jejak", PathViewSet, "api-path"),
    ApiRoute("kontrak", ContractViewSet, "api-contract"),
    ApiRoute("dampak", ImpactViewSet, "api-impact"),
)

__all__ = ["ROUTES"]
