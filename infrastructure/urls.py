from django.urls import path

from infrastructure.views import impact, overview

app_name = "infrastructure"
urlpatterns = [
    path("infrastruktur/", overview.overview, name="overview"),
    path("infrastruktur/aset/<str:code>/", overview.asset, name="asset"),
    path("infrastruktur/dampak/", impact.impact, name="impact"),
]
