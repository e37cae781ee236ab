from django.urls import path

from regulations.views import registry

urlpatterns = [
    path("regulasi/", registry.regulation_list, name="regulations"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/", registry.regulation, name="regulation"),
    path("aplikasi/", registry.applications, name="applications"),
    path("aplikasi/<slug:code>/", registry.application, name="application"),
]
