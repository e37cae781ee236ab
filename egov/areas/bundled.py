"""The national list that ships with the portal.

idn-area-data 4.0.1, ODbL 1.0; see data/README.md.
"""

import csv
import lzma
from collections.abc import Iterator
from pathlib import Path

from egov.areas.profile import RegionProfile

DATA = Path(__file__).parent / "data"
# one rule where the region has given no list: RW 01 to RW 05, marked as a placeholder
PLACEHOLDER_RW = range(1, 6)


def area_rows(profile: RegionProfile) -> Iterator[dict[str, str]]:
    """code, level, kind, name, parent of the region, its kecamatan and its villages.

    Parents come first.
    """
    region, prefix = profile.code, f"{profile.code}."
    yield {
        "code": region,
        "level": "region",
        "kind": profile.kind.lower(),
        "name": profile.name,
        "parent": "",
    }
    with lzma.open(DATA / "areas.csv.xz", "rt", encoding="utf-8", newline="") as f:
        mine = [line for line in f if line.startswith(prefix)]
    listed = csv.DictReader(["code,name\n", *mine])
    rows = sorted(listed, key=lambda row: (len(row["code"]), row["code"]))
    for row in rows:
        code = row["code"]
        village = code.count(".") == 3
        yield {
            "code": code,
            "level": "kelurahan" if village else "kecamatan",
            "kind": profile.village_kind(code) if village else profile.district.lower(),
            "name": row["name"],
            "parent": code.rsplit(".", 1)[0],
        }


def rw_rows(profile: RegionProfile, villages: list[str]) -> Iterator[dict[str, str]]:
    """code of the village and its RW numbers ("1 2 3").

    From the region's own file, or by the placeholder rule.
    """
    path = DATA / f"rw-{profile.code}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as f:
            yield from csv.DictReader(f)
    else:
        for code in villages:
            numbers = " ".join(map(str, PLACEHOLDER_RW))
            yield {"code": code, "rw_numbers": numbers, "placeholder": "1"}


def centres(profile: RegionProfile) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the centre of areas, by code; empty where nobody knows them."""
    path = DATA / f"centres-{profile.code}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as f:
        return {
            row["code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(f)
        }
