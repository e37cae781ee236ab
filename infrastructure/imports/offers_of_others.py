"""What comes from others: a city's list of cameras, contractors, NetBox, monitors."""

from __future__ import annotations

from functools import partial

from egov.imports.offers import Column, Offer
from infrastructure.imports.as_built import AsBuiltImporter
from infrastructure.imports.cities import CityCameraImporter
from infrastructure.imports.hosts import HostImporter
from infrastructure.imports.netbox import (
    CABLES,
    DEVICES,
    RACKS,
    SITES,
    Export,
    NetBoxImporter,
)
from infrastructure.imports.netbox_types import NetBoxTypeImporter
from infrastructure.vocabulary import HostSource

KEEP, CATALOGUE = "infrastructure.keep_asset", "infrastructure.keep_catalogue"
TABLES = (".csv", ".xlsx")
NOTHING_GOES = (
    "Yang belum ada dibuat; dari yang sudah ada, isian yang berbeda ditimpa. "
    "Tidak ada yang dihapus."
)
CAMERAS = Offer(
    slug="infra-kamera-kota",
    title="Infrastruktur: Daftar kamera kota",
    help="Daftar CCTV yang sudah dipunyai kota, dengan nama kolomnya sendiri.",
    columns=(
        Column("nama", "nama kamera atau simpang", "Simpang Contoh"),
        Column("lat", "lintang; juga lintang, latitude", -7.25),
        Column("lng", "bujur; juga bujur, lon, longitude", 112.74),
        Column("kecamatan", "nama kecamatannya", ""),
        Column("kota", "bila daftarnya memuat beberapa kota", ""),
        Column("type", "Jalan atau Persimpangan: untuk lalu lintas", "Persimpangan"),
        Column("is_public", "1: dapat dibaca umum; 0: terbatas", 1),
        Column("id", "bila ada, menjadi kodenya", ""),
    ),
    importer=CityCameraImporter,
    permission=KEEP,
    formats=(*TABLES, ".json", ".geojson", ".kml", ".kmz"),
    danger=f"{NOTHING_GOES} Keadaan hidup-matinya tidak dibaca: itu bukan isi registri.",
)
AS_BUILT = Offer(
    slug="infra-hasil-pembangunan",
    title="Infrastruktur: Hasil pembangunan (KML)",
    help="KML, KMZ, atau GeoJSON kontraktor: titik menjadi tiang dan bak, garis menjadi ruas.",
    columns=(
        Column("name", "nama placemark; menjadi kodenya", "HH-99"),
        Column("folder", "folder atau namanya menyebut macamnya", "Handhole"),
        Column("geometry", "titik, atau garis yang ujungnya dekat titik"),
    ),
    importer=AsBuiltImporter,
    permission=KEEP,
    formats=(".kml", ".kmz", ".geojson"),
    danger=f"{NOTHING_GOES} Garis yang ujungnya tidak dekat titik dilaporkan dan ditinggal.",
)


def _netbox(slug: str, export: Export, columns: tuple[tuple[str, str], ...]) -> Offer:
    return Offer(
        slug=f"infra-netbox-{slug}",
        title=f"Infrastruktur: NetBox, {slug}",
        help="Berkas CSV dari tombol Export di daftar NetBox 4.x, tanpa diubah.",
        columns=tuple(Column(name, help, "CONTOH-99") for name, help in columns),
        importer=partial(NetBoxImporter, export),
        permission=KEEP,
        formats=TABLES,
        danger=f"{NOTHING_GOES} Sel kosong tidak mengosongkan.",
    )


NETBOX = (
    _netbox("lokasi", SITES, (("Name", "menjadi kodenya"), ("Status", "keadaannya"))),
    _netbox("rak", RACKS, (("Name", "menjadi kodenya"), ("Site", "lokasinya"))),
    Offer(
        slug="infra-netbox-tipe",
        title="Infrastruktur: NetBox, tipe perangkat",
        help="Berkas CSV dari daftar Device Types NetBox 4.x; portanya lewat YAML.",
        columns=(
            Column("Device Type", "nama tipe", "Contoh 8 porta"),
            Column("Manufacturer", "pabrikan", "Contoh"),
            Column("U Height", "tinggi dalam U", 1),
        ),
        importer=NetBoxTypeImporter,
        permission=CATALOGUE,
        formats=TABLES,
        danger="Tipe berkode sama ditimpa, kecuali yang sudah punya daftar porta.",
    ),
    _netbox("perangkat", DEVICES, (("Name", "menjadi kodenya"), ("Role", "perannya"))),
    _netbox(
        "kabel",
        CABLES,
        (("ID", "menjadi kodenya bila tanpa label"), ("Device A", "ujung"), ("Device B", "ujung")),
    ),
)


def _hosts(source: HostSource, columns: tuple[Column, ...]) -> Offer:
    return Offer(
        slug=f"infra-host-{source.value}",
        title=f"Infrastruktur: Host dari {source.label}",
        help="Dibandingkan dengan inventaris; tiap selisih diputuskan satu per satu di meja kerja.",
        columns=columns,
        importer=partial(HostImporter, source),
        permission=CATALOGUE,
        formats=(".csv", ".xlsx", ".json"),
        danger="Inventaris belum berubah. Yang dibuat hanya daftar selisih untuk diputuskan.",
        undo="Selisih yang salah cukup dibiarkan, atau unggah daftar host yang benar.",
    )


HOSTS = (
    _hosts(
        HostSource.ZABBIX,
        (
            Column("host", "nama host", "CONTOH-99"),
            Column("ip", "alamatnya; di JSON: interfaces", "192.0.2.1"),
        ),
    ),
    _hosts(
        HostSource.LIBRENMS,
        (
            Column("sysName", "nama host; tanpa itu hostname", "CONTOH-99"),
            Column("ip", "alamatnya", "192.0.2.1"),
            Column("serial", "nomor seri", ""),
        ),
    ),
)
OF_OTHERS = (CAMERAS, AS_BUILT, *NETBOX, *HOSTS)
