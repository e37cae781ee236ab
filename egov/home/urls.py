from django.urls import path

from egov.home import pages, searching, sitemap, views
from egov.home.models import PageSlug

app_name = "home"
urlpatterns = [
    path("umpan/", views.feeds, name="feeds"),
    path("", views.home, name="home"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap_index, name="sitemap"),
    path("sitemap/<slug:name>-<int:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("cari/", searching.search, name="search"),
    path("cari/saran/", searching.suggest, name="search_suggest"),
    path("akun/", views.account_home, name="account_home"),
    path("wilayah/", views.area_index, name="areas"),
    path("wilayah/<str:path>/", views.area, name="area"),
    path("wilayah/<str:path>/batas.json", views.area_outline, name="area_outline"),
    *(path(f"{slug}/", pages.page, {"slug": slug.value}, name=f"page-{slug}") for slug in PageSlug),
]
