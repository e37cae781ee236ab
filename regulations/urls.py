from django.urls import path

from regulations.views import feed, registry, shapes

urlpatterns = [
    path("regulasi/", registry.regulation_list, name="regulations"),
    path("regulasi/utang/", registry.debts, name="debts"),
    path("regulasi/atom/", shapes.LegalEventFeed(), name="regulation_feed"),
    path("akn/<str:region>/act/<slug:kind>/<int:year>/<str:number>", shapes.akn, name="akn"),
    path("aplikasi/bawa-pulang.zip", shapes.bundle, name="take_home"),
    path("aplikasi/<slug:code>/publiccode.yml", shapes.publiccode_yml, name="publiccode"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/", registry.regulation, name="regulation"),
    path("aplikasi/<slug:code>/ikuti/", registry.follow, name="follow_application"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/ikuti/", registry.follow, name="follow_regulation"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/berkas.pdf", registry.regulation_pdf, name="regulation_pdf"),
    path("regulasi/<slug:kind>/<int:year>/<str:number>/<path:path>/", registry.provision, name="provision"),
    path("feed/document.json", feed.document_feed, name="jdihn_feed"),
    path("aplikasi/", registry.applications, name="applications"),
    path("aplikasi/<slug:code>/", registry.application, name="application"),
]
