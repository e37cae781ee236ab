from django.urls import path

from egov.home import views

urlpatterns = [
    path("cari/", views.search, name="search"),
    path("akun/", views.account_home, name="account_home"),
    path("wilayah/", views.area_index, name="areas"),
    path("wilayah/<str:path>/", views.area, name="area"),
    path("wilayah/<str:path>/batas.json", views.area_outline, name="area_outline"),
]
