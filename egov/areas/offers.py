"""What of areas may be imported at the desk."""

from django.conf import settings

from egov.areas.importers import AreaImporter, BoundaryImporter, RwImporter
from egov.imports.offers import Column, Offer

_region = settings.REGION_PROFILE
_district, _village = _region.district.lower(), _region.village_collective.lower()
_CODE = "kode Kemendagri, dengan titik"

OFFERS = (
    Offer(
        slug="wilayah",
        title=f"{_region.district} dan {_village}",
        help=f"Kode dan nama {_district} serta {_village}. Induk ditulis di atas anaknya.",
        columns=(
            Column("code", _CODE, f"{_region.code}.99.1001"),
            Column("name", "nama tanpa kata jenisnya", "Contoh"),
            Column("kind", "jenis, bila berbeda dari yang lazim; boleh tidak ada"),
            Column("parent", "kode induk, untuk baris yang kodenya kosong; boleh tidak ada"),
        ),
        importer=AreaImporter,
        permission="areas.change_area",
        danger=(
            "Nama yang berbeda ditimpa; nama lama tetap dikenal saat dicari. Wilayah yang tidak "
            "ada di berkas tidak diubah dan tidak dihapus. Penggabungan dan pemekaran tidak "
            "lewat impor."
        ),
        undo=(
            "Impor tidak punya tombol batal. Untuk kembali, impor berkas dengan nama sebelumnya; "
            "nama lama ada di riwayat tiap wilayah. Wilayah baru tetap ada."
        ),
    ),
    Offer(
        slug="rw",
        title="RW",
        help=f"Nomor RW tiap {_village}. RW yang sudah ada dibiarkan.",
        columns=(
            Column("code", f"kode Kemendagri {_village}", f"{_region.code}.99.1001"),
            Column("rw_numbers", "nomor RW, dipisah spasi", "1 2 3"),
        ),
        importer=RwImporter,
        permission="areas.change_area",
        danger="Hanya menambah RW yang belum ada; tidak ada yang diubah atau dihapus.",
        undo=(
            "Impor tidak punya tombol batal. RW yang terlanjur dibuat digabung dengan RW lain: "
            "minta pengelola server menjalankan manage.py merge_areas."
        ),
    ),
    Offer(
        slug="batas",
        title="Batas wilayah",
        help=(
            "Garis batas dari GeoJSON: satu Feature tiap wilayah, Polygon atau MultiPolygon, "
            "bujur lintang WGS 84."
        ),
        columns=(
            Column("code", _CODE, f"{_region.code}.99.1001"),
            Column("source", "dari mana batas ini; ditulis di bawah peta", "Contoh: Dinas …, 2026"),
            Column(
                "geometry",
                "garis batasnya",
                {
                    "type": "Polygon",
                    "coordinates": [[[112, -7], [112.1, -7], [112.1, -7.1], [112, -7]]],
                },
            ),
        ),
        importer=BoundaryImporter,
        permission="areas.change_area",
        formats=(".geojson", ".json", ".jsonl", ".ndjson", ".zip"),
        danger="Batas yang sudah ada ditimpa, dan garis lamanya tidak disimpan portal.",
        undo=(
            "Impor tidak punya tombol batal, dan garis lama tidak disimpan portal. Untuk kembali, "
            "impor berkas batas sebelumnya."
        ),
    ),
)
