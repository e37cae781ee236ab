from django.urls import path

from regulations.views import feed, registry

urlpatterns = [
    path("regulasi/", registry.regulation_list, name="regulations"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/", registry.regulation, name="regulation"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/berkas.pdf", registry.regulation_pdf, name="regulation_pdf"),
    path("feed/document.json", feed.document_feed, name="jdihn_feed"),
    path("aplikasi/", registry.applications, name="applications"),
    path("aplikasi/<slug:code>/", registry.application, name="application"),
]
