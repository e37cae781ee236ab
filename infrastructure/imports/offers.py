"""Which tables of the inventory may be imported, and how the page explains their columns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from egov.imports.offers import Column, Offer
from infrastructure.domain.columns import columns_of
from infrastructure.imports.assets import AssetImporter
from infrastructure.vocabulary import AssetKind

KEEP = "infrastructure.keep_asset"
TABLES = (".csv", ".xlsx", ".json", ".jsonl")
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
        formats=TABLES,
        danger=DANGER,
    )


OFFERS = tuple(map(_of_assets, SLUGS))
