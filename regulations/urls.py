from django.urls import path

from regulations.views import board, feed, formats, reading

_ONE = "regulasi/<slug:kind>/<int:year>/<str:number>/"

urlpatterns = [
    path("regulasi/", reading.regulation_list, name="regulations"),
    path("regulasi/utang/", board.debts, name="debts"),
    path("regulasi/atom/", formats.LegalEventFeed(), name="regulation_feed"),
    path("feed/document.json", feed.document_feed, name="jdihn_feed"),
    path(
        "akn/<slug:country>/act/<slug:kind>/<int:year>/<str:number>/berkas.pdf",
        reading.regulation_pdf,
    ),
    path("akn/<slug:country>/act/<slug:kind>/<int:year>/<path:rest>", formats.akn, name="akn"),
    path(_ONE, reading.regulation, name="regulation"),
    path(f"{_ONE}ikuti/", reading.follow, name="follow_regulation"),
    path(f"{_ONE}berkas.pdf", reading.regulation_pdf, name="regulation_pdf"),
    path(f"{_ONE}bandingkan/", reading.compare, name="compare"),
    path(f"{_ONE}<path:path>/", reading.provision, name="provision"),
    path("aplikasi/", board.applications, name="applications"),
    path("aplikasi/bawa-pulang.zip", formats.bundle, name="take_home"),
    path("aplikasi/<slug:code>/", board.application, name="application"),
    path("aplikasi/<slug:code>/ikuti/", reading.follow, name="follow_application"),
    path("aplikasi/<slug:code>/publiccode.yml", formats.publiccode_yml, name="publiccode"),
]
