"""Regenerates the national area extract from the npm package idn-area-data 4.0.1.

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
    python egov/areas/data/build.py package

Writes regions.csv (provinces and kabupaten/kota, with their numbers of kelurahan, desa and
desa adat) and areas.csv.xz (kecamatan and villages: code,name), sorted by code, byte for byte
the same for the same input.
The data stays under the ODbL 1.0 (LICENSE-ODbL.md beside this file).
"""

import csv
import lzma
import shutil
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent


def rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return sorted((r["code"], r["name"].strip()) for r in csv.DictReader(f))


def main(package: Path) -> None:
    data = package / "data"
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(("code", "name", "kelurahan", "desa", "desa_adat"))
        # the first digit of a village's own number tells its kind: 1 kelurahan, 2 desa, 3 desa adat
        kinds = Counter((code[:5], code[9]) for code, _ in rows(data / "villages.csv"))
        for code, name in sorted(rows(data / "provinces.csv") + rows(data / "regencies.csv")):
            out.writerow((code, name, *(kinds[code, digit] for digit in "123")))
    lines = ["code,name"]
    for code, name in sorted(rows(data / "districts.csv") + rows(data / "villages.csv")):
        lines.append(f'{code},"{name.replace(chr(34), chr(34) * 2)}"')
    text = ("\n".join(lines) + "\n").encode()
    (HERE / "areas.csv.xz").write_bytes(lzma.compress(text, preset=9))
    shutil.copy(data / "LICENSE.md", HERE / "LICENSE-ODbL.md")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
