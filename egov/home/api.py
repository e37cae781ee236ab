"""The API's root: every app's endpoints under one router."""

from rest_framework.routers import DefaultRouter

from egov.areas.api import AreaViewSet
from musrenbang.api import DecisionViewSet, KamusViewSet, ProposalViewSet
from regulations.api import ApplicationViewSet, EventViewSet, RegulationViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("wilayah", AreaViewSet, basename="api-area")
router.register("kamus", KamusViewSet, basename="api-kamus")
router.register("usulan", ProposalViewSet, basename="api-proposal")
router.register("keputusan", DecisionViewSet, basename="api-decision")
router.register("regulasi", RegulationViewSet, basename="api-regulation")
router.register("peristiwa-hukum", EventViewSet, basename="api-legal-event")
router.register("aplikasi", ApplicationViewSet, basename="api-application")
