from django.urls import path

from infrastructure.views import (
    asset,
    cameras,
    figures,
    impact,
    label,
    live,
    map,
    otdr,
    overview,
    reports,
    runs,
    tables,
)

app_name = "infrastructure"
urlpatterns = [
    path("infrastruktur/", overview.overview, name="overview"),
    path("infrastruktur/peta/", map.asset_map, name="map"),
    path("infrastruktur/angka/", figures.figures, name="figures"),
    path("infrastruktur/angka.svg", figures.figures_svg, name="figures_svg"),
    path("infrastruktur/cctv/", cameras.cameras, name="cameras"),
    path("infrastruktur/cctv/kamera.json", cameras.cameras_json, name="cameras_json"),
    path("infrastruktur/cctv/arah.json", cameras.sectors_json, name="sectors_json"),
    path("infrastruktur/cctv/izin/", live.permit, name="camera_permit"),
    path("infrastruktur/cctv/tonton/<path:code>/", live.watch, name="camera_watch"),
    path("infrastruktur/cctv/gambar/<path:code>.jpg", live.still, name="camera_still"),
    path("infrastruktur/susunan/", overview.topology, name="topology"),
    path("infrastruktur/aset/<path:code>/", asset.asset, name="asset"),
    path("infrastruktur/peta/wilayah.json", map.ground_json, name="map_ground"),
    path("infrastruktur/peta/<slug:code>.json", map.layer_json, name="map_layer"),
    path("infrastruktur/dampak/", impact.impact, name="impact"),
    path("infrastruktur/dampak/daftar/", runs.impact_runs, name="impact_runs"),
    path("infrastruktur/dampak/<int:number>/", runs.impact_run, name="impact_run"),
    path("infrastruktur/otdr/<path:code>.json", otdr.otdr_json, name="otdr_json"),
    path("infrastruktur/otdr/<path:code>/", otdr.otdr, name="otdr"),
    path("infrastruktur/label/<path:code>/", label.label, name="label"),
    path("infrastruktur/laporan/<int:number>/foto/", label.photo, name="label_photo"),
    path("infrastruktur/laporan/", reports.reports, name="reports"),
    path("infrastruktur/tabel/", tables.tables, name="tables"),
    path("infrastruktur/tabel/<slug:slug>/", tables.table, name="table"),
]
