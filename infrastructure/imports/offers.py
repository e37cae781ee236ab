"""Which tables of the inventory may be imported, and how the page explains their columns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from egov.imports.offers import Column, Offer
from infrastructure.domain.columns import columns_of
from infrastructure.domain.contract_table import ContractTable
from infrastructure.domain.core_table import CoreTable
from infrastructure.domain.joint_table import JointTable
from infrastructure.domain.service_tables import DependencyTable, DeploymentTable
from infrastructure.domain.tables import RowTable
from infrastructure.imports.assets import AssetImporter
from infrastructure.imports.offers_of_others import OF_OTHERS
from infrastructure.imports.rows import DeviceTypeImporter, RowImporter
from infrastructure.vocabulary import AssetKind

KEEP = "infrastructure.keep_asset"
TABLES = (".csv", ".xlsx", ".json", ".jsonl")
PLACED = (".geojson", ".kml", ".kmz")
ON_THE_MAP = (
    AssetKind.SITE,
    AssetKind.CAMERA,
    AssetKind.ACCESS_POINT,
    AssetKind.STRUCTURE,
    AssetKind.SEGMENT,
)
DANGER = (
    "Kode yang belum ada dibuat. Dari kode yang sudah ada, isian yang berbeda ditimpa, dan sel "
    "kosong mengosongkan; kolom yang tidak ada di berkas tidak diubah. Tidak ada yang dihapus."
)
SLUGS = {
    AssetKind.SITE: ("lokasi", "Lokasi"),
    AssetKind.ROOM: ("ruang", "Ruang pusat data"),
    AssetKind.RACK: ("rak", "Rak"),
    AssetKind.POWER: ("daya", "Sumber daya listrik"),
    AssetKind.DEVICE: ("perangkat", "Perangkat"),
    AssetKind.STRUCTURE: ("tiang-dan-bak", "Tiang dan bak"),
    AssetKind.SEGMENT: ("ruas", "Ruas jalur dan pipanya"),
    AssetKind.CABLE: ("kabel", "Kabel serat optik"),
    AssetKind.ENCLOSURE: ("kotak-sambung", "Kotak sambung"),
    AssetKind.LINK: ("tautan", "Tautan"),
    AssetKind.CAMERA: ("kamera", "Kamera"),
    AssetKind.ACCESS_POINT: ("titik-akses", "Titik akses Wi-Fi"),
}
EXAMPLES = {"code": "CONTOH-99"}


def _explained(kind: AssetKind) -> Iterable[Column]:
    for column in columns_of(kind):
        must = " (wajib untuk yang baru)" if column.required else ""
        example = EXAMPLES.get(column.name, column.example)
        yield Column(column.name, f"{column.help}{must}", example)


def _of_assets(kind: AssetKind) -> Offer:
    slug, title = SLUGS[kind]
    return Offer(
        slug=f"infra-{slug}",
        title=f"Infrastruktur: {title}",
        help=f"{title} menurut kodenya. Kolom bernama seperti di NetBox dibaca juga.",
        columns=tuple(_explained(kind)),
        importer=partial(AssetImporter, kind),
        permission=KEEP,
        formats=(*TABLES, *PLACED) if kind in ON_THE_MAP else TABLES,
        danger=DANGER,
    )


ROWS: dict[str, type[RowTable]] = {
    "inti": CoreTable,
    "sambungan": JointTable,
    "penempatan": DeploymentTable,
    "ketergantungan": DependencyTable,
    "kontrak": ContractTable,
}


def _of_rows(slug: str) -> Offer:
    table = ROWS[slug]
    return Offer(
        slug=f"infra-{slug}",
        title=f"Infrastruktur: {table.title}",
        help=f"{table.title}: baris yang sudah ada dibandingkan, yang lain dibuat.",
        columns=tuple(Column(c.name, c.help, c.example) for c in table.columns),
        importer=partial(RowImporter, table),
        permission=KEEP,
        formats=TABLES,
        danger="Baris yang belum ada dibuat, isian yang berbeda ditimpa, tidak ada yang dihapus.",
    )


DEVICE_TYPES = Offer(
    slug="infra-tipe-perangkat",
    title="Infrastruktur: Tipe perangkat",
    help="Berkas YAML dari devicetype-library, satu tipe tiap berkas; beberapa dalam ZIP.",
    columns=(
        Column("manufacturer", "pabrikan", "Contoh"),
        Column("model", "nama tipe", "Contoh 8 porta"),
        Column("slug", "kode tetap, huruf kecil", "contoh-8-porta"),
        Column("u_height", "tinggi dalam U; 0 bila tidak di rak", 1),
        Column("is_full_depth", "false bila tidak sedalam rak", False),
        Column("interfaces", "daftar porta, tiap porta dengan name dan type"),
        Column("power-ports", "daftar masukan daya"),
        Column("power-outlets", "daftar keluaran daya"),
    ),
    importer=DeviceTypeImporter,
    permission="infrastructure.keep_catalogue",
    formats=(".yaml", ".yml", ".json", ".zip"),
    danger="Tipe berkode sama ditimpa. Porta perangkat yang sudah tercatat tidak berubah.",
)
OFFERS = (
    *map(_of_assets, SLUGS),
    *map(_of_rows, ROWS),
    DEVICE_TYPES,
    *OF_OTHERS,
)
