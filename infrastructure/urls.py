from django.urls import path

from infrastructure.views import asset, impact, overview

app_name = "infrastructure"
urlpatterns = [
    path("infrastruktur/", overview.overview, name="overview"),
    path("infrastruktur/susunan/", overview.topology, name="topology"),
    path("infrastruktur/aset/<str:code>/", asset.asset, name="asset"),
    path("infrastruktur/dampak/", impact.impact, name="impact"),
]
