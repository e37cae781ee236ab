from django.urls import path

from regulations.views import board, comparing, feed, formats, listing, reading

_ONE = "regulasi/<slug:kind>/<int:year>/<str:number>/"

app_name = "regulations"
urlpatterns = [
    path("regulasi/", listing.regulation_list, name="regulations"),
    path("regulasi/utang/", board.debts, name="debts"),
    path("regulasi/atom/", formats.LegalEventFeed(), name="regulation_feed"),
    path("feed/document.json", feed.document_feed, name="jdihn_feed"),
    path(
        "akn/<slug:country>/act/<slug:kind>/<int:year>/<str:number>/berkas.pdf",
        formats.regulation_pdf,
        name="akn_pdf",
    ),
    path("akn/<slug:country>/act/<slug:kind>/<int:year>/<path:rest>", formats.akn, name="akn"),
    path(_ONE, reading.regulation, name="regulation"),
    path(f"{_ONE}berkas.pdf", formats.regulation_pdf, name="regulation_pdf"),
    path(f"{_ONE}bandingkan/", comparing.compare, name="compare"),
    path(f"{_ONE}<path:path>/", reading.provision, name="provision"),
    path("aplikasi/", board.applications, name="applications"),
    path("aplikasi/bawa-pulang.zip", formats.bundle, name="take_home"),
    path("aplikasi/<slug:code>/", board.application, name="application"),
    path("aplikasi/<slug:code>/publiccode.yml", formats.publiccode_yml, name="publiccode"),
]
