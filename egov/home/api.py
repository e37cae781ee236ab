"""The API's root: every app's endpoints under one router."""

from rest_framework.routers import DefaultRouter

from egov.portal.joining import api_routes

router = DefaultRouter()
router.include_format_suffixes = False
for route in api_routes():
    router.register(route.prefix, route.viewset, basename=route.basename)
