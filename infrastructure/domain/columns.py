"""What is told of each kind of asset, a column a line.

Tables, forms and the API read and write the same columns, so that what is exported can be imported.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from egov.agencies.models import Agency
from egov.areas.models import Area
from infrastructure.domain.column import Column as Column
from infrastructure.domain.column import asset
from infrastructure.domain.naming import (
    AssetOf,
    Coils,
    Feeds,
    Law,
    OneOf,
    Over,
    Pipes,
    Route,
    Streams,
)
from infrastructure.domain.reading import (
    Address,
    Choice,
    Code,
    Face,
    Flag,
    HalfUnits,
    Line,
    Mac,
    Number,
    Tags,
    Text,
    Whole,
)
from infrastructure.domain.reading_time import Day, Hours
from infrastructure.models import (
    AccessPoint,
    Cable,
    CableType,
    Camera,
    Cluster,
    Device,
    DeviceRole,
    DeviceType,
    Enclosure,
    Link,
    OfAsset,
    PowerSource,
    Rack,
    Room,
    Segment,
    Site,
    Structure,
)
from infrastructure.models.camera import FARTHEST
from infrastructure.vocabulary import (
    AssetKind,
    AssetStatus,
    CameraKind,
    CameraPurpose,
    Connectivity,
    EnclosureKind,
    Medium,
    NoticeSign,
    PowerKind,
    SegmentKind,
    SiteKind,
    StructureKind,
    Visibility,
)

CODE = asset("code", "kode", Code(40), "kode tetap, huruf besar dan kecil sama", required=True)
COMMON = (
    asset("name", "nama", Text(160), "nama; boleh kosong", also=("description",)),
    asset("status", "keadaan", Choice(AssetStatus), "kosong: Direncanakan", example="Dipakai"),
    asset("owner", "pemilik", OneOf(Agency, "perangkat daerah"), "kode perangkat daerah"),
    asset("operator", "operator", Text(120), "bila bukan pemiliknya"),
    asset("visibility", "dapat_dibaca", Choice(Visibility), "kosong: Terbatas", example="Terbatas"),
    asset("area", "wilayah", OneOf(Area, "wilayah"), "kode wilayah"),
    asset("latitude", "lintang", Number(-180, 180), "derajat WGS 84"),
    asset("longitude", "bujur", Number(-180, 180), "derajat WGS 84"),
    asset("tags", "label", Tags(), "dipisahkan titik koma"),
    asset("asset_code", "kode_bmd", Text(60), "kode barang milik daerah", also=("asset_tag",)),
    asset("installed_on", "dipasang_pada", Day(), "tanggal", example="2024-05-31"),
    asset("warranty_ends_on", "garansi_sampai", Day(), "tanggal"),
)
A_SITE = AssetOf((AssetKind.SITE,))
A_DEVICE = AssetOf((AssetKind.DEVICE,))
AN_END = AssetOf((AssetKind.DEVICE, AssetKind.SITE, AssetKind.CAMERA, AssetKind.ACCESS_POINT))
DUCTS = "nomor pipa; (garis tengah dalam mm) dan <pipa luarnya bila diketahui"
SLACK = "gulungan cadangan: kode tiang/bak dan meternya"
STREAMS = "jalur:NAMA_RAHASIA; alamatnya di lingkungan server, tidak ikut diekspor"
FEEDS = Column("feeds", "catu_daya", Feeds(), "sumber di tiap sisi, a:PDU-1A b:PDU-1B")

OWN: dict[AssetKind, tuple[Column, ...]] = {
    AssetKind.SITE: (
        Column("kind", "macam", Choice(SiteKind), "macam lokasi", "Taman", required=True),
        Column("is_root", "pangkal", Flag(), "ya bila pangkal jaringan"),
        Column("criticality", "kepentingan", Whole(1, 5), "1 paling penting"),
        Column("population", "orang_dilayani", Whole(), "kosong: belum diketahui"),
        Column("contact", "hubungi", Text(120), "nomor kantor; tidak ikut diekspor", private=True),
    ),
    AssetKind.ROOM: (
        Column("site", "lokasi", A_SITE, "kode lokasi", "DC-99", required=True),
        Column("floor", "lantai", Text(20), "lantai"),
        Column("tier", "tingkat", Whole(1, 4), "tingkat TIA-942"),
        Column("cooling", "pendingin", Text(120), "pendingin"),
        Column("fire", "pemadam", Text(120), "pemadam"),
    ),
    AssetKind.RACK: (
        Column("site", "lokasi", A_SITE, "kode lokasi", "DC-99", required=True),
        Column("room", "ruang", AssetOf((AssetKind.ROOM,)), "kode ruang", also=("location",)),
        Column("u_height", "tinggi_u", Whole(1, 100), "tinggi dalam U", 42),
        Column("max_power_w", "daya_w", Whole(), "daya terbesar dalam watt"),
        FEEDS,
    ),
    AssetKind.POWER: (
        Column("kind", "macam", Choice(PowerKind), "macam sumber", "UPS", required=True),
        Column("site", "lokasi", A_SITE, "kode lokasi", "DC-99", required=True),
        Column("parent", "diberi_daya_oleh", AssetOf((AssetKind.POWER,)), "kode sumber di atasnya"),
        Column("autonomy_min", "bertahan_menit", Whole(), "setelah sumber di atasnya padam"),
    ),
    AssetKind.DEVICE: (
        Column("type", "tipe", OneOf(DeviceType, "tipe perangkat"), "kode", also=("device_type",)),
        Column("role", "peran", OneOf(DeviceRole, "peran"), "kode", "server", required=True),
        Column("site", "lokasi", A_SITE, "kode lokasi; dengan rak boleh kosong", "DC-99"),
        Column("rack", "rak", AssetOf((AssetKind.RACK,)), "kode rak"),
        Column("position", "letak_u", HalfUnits(1), "U terbawah", attribute="position2"),
        Column("height", "tinggi_u", HalfUnits(), "kosong: menurut tipenya", attribute="height2"),
        Column("face", "sisi_rak", Face(), "depan, belakang, atau penuh", attribute="faces"),
        Column("serial", "nomor_seri", Text(80), "nomor seri", inner=True),
        Column("mac", "mac", Mac(), "alamat MAC", inner=True),
        Column("mgmt_ip", "alamat_ip", Address(), "alamat pengelolaan", inner=True),
        Column("is_virtual", "virtual", Flag(), "ya bila mesin virtual"),
        Column("host", "berjalan_pada", A_DEVICE, "kode perangkat"),
        Column("cluster", "klaster", OneOf(Cluster, "klaster"), "kode klaster"),
        Column("powered_by", "daya_poe_oleh", A_DEVICE, "kode switch yang memberi daya"),
        replace(FEEDS, listed=False),  # a list of devices costs four queries, and this a fifth
    ),
    AssetKind.STRUCTURE: (
        Column("kind", "macam", Choice(StructureKind), "macam", "Tiang", required=True),
        Column("site", "lokasi", A_SITE, "kode lokasi, bila di suatu lokasi"),
    ),
    AssetKind.SEGMENT: (
        Column(
            "a", "dari", AssetOf((AssetKind.STRUCTURE,)), "kode tiang/bak", "HH-98", required=True
        ),
        Column(
            "b", "ke", AssetOf((AssetKind.STRUCTURE,)), "kode tiang/bak", "HH-99", required=True
        ),
        Column("kind", "macam", Choice(SegmentKind), "macam", "Dalam pipa", required=True),
        Column("geometry", "jalur", Line(), "[[bujur, lintang], ...]"),
        Column("length_m", "panjang_m", Number(0, 1_000_000), "meter"),
        Column("permit", "izin", Text(120), "nomor izin"),
        Column("ducts", "pipa", Pipes(), DUCTS, "1(110) 2(40)<1"),
    ),
    AssetKind.CABLE: (
        Column(
            "type",
            "tipe",
            OneOf(CableType, "tipe kabel"),
            "kode tipe kabel",
            "fo-12",
            required=True,
        ),
        Column("route", "lewat", Route(), "ruas berurutan; #2 untuk pipa kedua", "SEG-98#1 SEG-99"),
        Column("slack", "cadangan_panjang", Coils(), SLACK, "HH-98:15"),
    ),
    AssetKind.ENCLOSURE: (
        Column("kind", "macam", Choice(EnclosureKind), "macam", "Closure", required=True),
        Column("structure", "pada", AssetOf((AssetKind.STRUCTURE,)), "kode tiang atau bak"),
        Column("site", "lokasi", A_SITE, "kode lokasi, bila di suatu lokasi"),
        Column("trays", "tray", Whole(1, 200), "banyaknya tray"),
    ),
    AssetKind.LINK: (
        Column("a", "dari", AN_END, "kode perangkat atau lokasi", "SW-98", required=True),
        Column("b", "ke", AN_END, "kode perangkat atau lokasi", "SW-99", required=True),
        Column("medium", "media", Choice(Medium), "media", "Serat optik", required=True),
        Column("capacity_mbps", "kapasitas_mbps", Whole(), "kapasitas dalam Mbps"),
        Column("provider", "penyedia", Text(120), "penyedia"),
        Column("backup_of", "cadangan_dari", AssetOf((AssetKind.LINK,)), "kode tautan utamanya"),
        Column("over", "lewat", Over(), "untuk VPN: tautan di tiap ujung, a:TL-001 b:TL-002"),
    ),
    AssetKind.CAMERA: (
        Column("kind", "macam", Choice(CameraKind), "macam", "Kubah"),
        Column("purpose", "tujuan", Choice(CameraPurpose), "tujuan", "Lalu lintas", required=True),
        Column("connectivity", "sambungan", Choice(Connectivity), "kosong: tersambung"),
        Column("rationale", "mengapa", Text(300), "mengapa kamera ini ada, untuk warga"),
        Column(
            "legal_basis",
            "dasar_hukum",
            Law(),
            "peraturan yang dapat menjadi dasar, misalnya perda/2018/3",
        ),
        Column("retention_days", "disimpan_hari", Whole(0, 3650), "0 bila tidak direkam"),
        Column("notice_sign", "papan", Choice(NoticeSign), "papan pemberitahuan di tempat"),
        Column("window", "jam_tonton", Hours(), "jam dapat ditonton umum", "06.00-21.00"),
        Column("height_m", "tinggi_m", Number(0, 200), "meter dari tanah"),
        Column("azimuth", "arah", Whole(0, 359), "derajat dari utara, searah jarum jam"),
        Column("field_of_view", "lebar_pandang", Whole(1, 360), "derajat"),
        Column("range_m", "jarak_pandang_m", Whole(1, FARTHEST), "meter"),
        Column("site", "lokasi", A_SITE, "kode lokasi yang jaringannya dipakai"),
        Column("recorder", "direkam_pada", A_DEVICE, "kode perekam"),
        Column("streams", "aliran", Streams(), STREAMS, "", private=True),
    ),
    AssetKind.ACCESS_POINT: (
        Column("site", "lokasi", A_SITE, "kode lokasi yang jaringannya dipakai", "KEL-98"),
        Column("powered_by", "daya_poe_oleh", A_DEVICE, "kode switch yang memberi daya"),
        Column("ssids", "nama_jaringan", Tags(32), "dipisahkan titik koma", "Wi-Fi Contoh"),
    ),
}
MODELS: dict[AssetKind, type[OfAsset]] = {
    AssetKind.SITE: Site,
    AssetKind.ROOM: Room,
    AssetKind.RACK: Rack,
    AssetKind.POWER: PowerSource,
    AssetKind.DEVICE: Device,
    AssetKind.STRUCTURE: Structure,
    AssetKind.SEGMENT: Segment,
    AssetKind.CABLE: Cable,
    AssetKind.ENCLOSURE: Enclosure,
    AssetKind.LINK: Link,
    AssetKind.CAMERA: Camera,
    AssetKind.ACCESS_POINT: AccessPoint,
}


@cache
def columns_of(kind: AssetKind) -> tuple[Column, ...]:
    """Its code, its own columns, and what every asset has."""
    return (CODE, *OWN[kind], *COMMON)


@cache
def by_name(kind: AssetKind) -> dict[str, Column]:
    """The columns by each of the names that they go by."""
    return {name: column for column in columns_of(kind) for name in column.names}
