"""The region's profile: its words, time zone and identity.

Plain Python: settings read it before Django starts.
Defaults follow from the Kemendagri code and the national list; `profiles/<code>.toml`,
or the file named by REGION_PROFILE, overrides any of them.
Another region is another code, never another line of code.
"""

import csv
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

HERE = Path(__file__).parent
_WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
_PAPUA = {"91", "92", "93", "94", "95", "96"}
_ACEH = {"11"}

COMPLAINTS = {"SP4N-LAPOR!": "lapor.go.id"}  # the national one, everywhere

VILLAGE_WORDS = {
    "kelurahan": ("Kelurahan", "Lurah"),
    "desa": ("Desa", "Kepala Desa"),
    "desa_adat": ("Desa Adat", "Kepala Desa Adat"),
    "kampung": ("Kampung", "Kepala Kampung"),
    "gampong": ("Gampong", "Keuchik"),
}


class UnknownRegion(ValueError):
    """The code names no kabupaten or kota of the national list."""


@dataclass(frozen=True)
class PublicContact:
    """Where the city is reached; empty is told as not filled yet, an example as an example."""

    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    example: bool = False


@dataclass(frozen=True)
class RegionProfile:
    """Words and looks of one kabupaten/kota.

    Colours are CSS colours; `time_zone` is an IANA name.
    """

    code: str
    name: str  # "Kota Surabaya"
    short_name: str  # "Surabaya"
    province: str
    kind: str  # "Kota" or "Kabupaten"
    head: str  # "Wali Kota" or "Bupati"
    head_regulation: str  # "Perwali" or "Perbup"
    head_regulation_long: str
    district: str  # "Kecamatan" or "Distrik"
    district_head: str
    village_kinds: tuple[str, ...]
    village_collective: str  # "Kelurahan", "Desa/Kelurahan", "Kelurahan/Kampung"
    time_zone: str
    time_zone_label: str
    planning_agency: str = "Bappeda"
    neighbourhood: str = "RW"  # what lies below a village: RW, dusun, dukuh, lingkungan, banjar
    government: str = ""
    example_village: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    dark_colours: dict[str, str] = field(default_factory=dict)
    # latitude, longitude around which the map is drawn
    centre: tuple[float, float] = (-2.5, 118.0)
    # where complaints are kept that are handled now, and how to follow one there
    complaint_channels: dict[str, str] = field(default_factory=lambda: dict(COMPLAINTS))
    emergency: str = "112"  # where danger is reported at once
    contact: PublicContact = PublicContact()
    logo: str = ""  # a file under a static folder; empty: the portal's own mark
    # a static file that repeats sideways, 12 px high; what is black in it is drawn in the brand
    pattern: str = "areas/patterns/line.svg"
    slogan: str = ""

    def village_word(self, kind: str) -> str:
        return VILLAGE_WORDS[kind][0]

    def village_head(self, kind: str) -> str:
        return VILLAGE_WORDS[kind][1]

    def village_kind(self, code: str) -> str:
        """Kind of the village `PP.KK.CC.VVVV`.

        Its number's first digit, and the province's own word.
        """
        digit, province = code.split(".")[3][0], code[:2]
        if digit == "1":
            return "kelurahan"
        if province in _PAPUA:
            return "kampung"
        if province in _ACEH:
            return "gampong"
        return "desa_adat" if digit == "3" else "desa"

    @property
    def tiers(self) -> dict[str, str]:
        """The word for each station of a proposal's line."""
        return {
            "rt": "RT",
            "rw": self.neighbourhood,
            "kelurahan": self.village_collective,
            "kecamatan": self.district,
            "opd": "Perangkat daerah",
            "kota": self.kind,
        }


BASE_COLOURS = {
    "paper": "#fbfaf6",
    "ink": "#17211f",
    "brand": "#0b4f4a",
    "soft": "#e4eeea",
    "act": "#a63d24",
    "sand": "#e9e2d0",
    "muted": "#55605c",
    "good": "#1f6b3a",
    "wait": "#8a5a00",
    "stop": "#9b1c1c",
}
DARK_COLOURS = {
    "paper": "#17211f",
    "ink": "#fbfaf6",
    "brand": "#7cc7bd",
    "soft": "#1d2d2a",
    "act": "#f0a58f",
    "sand": "#2b3835",
    "muted": "#b3bdb9",
    "good": "#8fd0a5",
    "wait": "#e3b45c",
    "stop": "#f0a0a0",
}


@cache
def regions() -> dict[str, dict[str, str]]:
    with (HERE / "data" / "regions.csv").open(encoding="utf-8", newline="") as f:
        return {row["code"]: row for row in csv.DictReader(f)}


def _zone(province: str) -> tuple[str, str]:
    if province in _WITA:
        return "Asia/Makassar", "WITA"
    if province in _WIT:
        return "Asia/Jayapura", "WIT"
    return "Asia/Jakarta", "WIB"


def _desa(province: str) -> str:
    """The province's own word for a desa."""
    if province in _PAPUA:
        return "kampung"
    return "gampong" if province in _ACEH else "desa"


def _from_code(code: str) -> RegionProfile:
    known = regions()
    if code not in known or len(code) != 5:
        raise UnknownRegion(
            f"REGION={code}: "
            "tidak ada kabupaten/kota dengan kode itu dalam daftar wilayah nasional."
        )
    row, province = known[code], code[:2]
    is_city = int(code[3:]) >= 71  # Kemendagri: kabupaten 01-69, kota 71-99
    desa = _desa(province)
    kinds = [k for k, n in ((desa, row["desa"]), ("kelurahan", row["kelurahan"])) if int(n)]
    if int(row["desa_adat"]) and desa == "desa":
        kinds.append("desa_adat")
    if is_city:
        kinds.reverse()
    words = [VILLAGE_WORDS[k][0] for k in kinds if k != "desa_adat"]
    kind = "Kota" if is_city else "Kabupaten"
    head = "Wali Kota" if is_city else "Bupati"
    zone, label = _zone(province)
    district = "Distrik" if province in _PAPUA else "Kecamatan"
    own_name = row["name"].removeprefix("Kabupaten ").removeprefix("Kota ")
    return RegionProfile(
        code=code,
        name=row["name"],
        short_name=own_name.removeprefix("Administrasi "),
        province=known[province]["name"],
        kind=kind,
        head=head,
        head_regulation="Perwali" if is_city else "Perbup",
        head_regulation_long=f"Peraturan {head}",
        district=district,
        district_head="Camat" if district == "Kecamatan" else "Kepala Distrik",
        village_kinds=tuple(kinds),
        village_collective="/".join(words) or "Kelurahan",
        time_zone=zone,
        time_zone_label=label,
        government=f"Pemerintah {row['name']}",
        colours=dict(BASE_COLOURS),
        dark_colours=dict(DARK_COLOURS),
    )


@cache
def load_profile(code: str, override: str = "") -> RegionProfile:
    """The profile of region `code` ("35.78").

    Raises UnknownRegion for a code that is not in the national list.
    """
    profile = _from_code(code)
    path = Path(override) if override else HERE / "profiles" / f"{code}.toml"
    if path.exists():
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        if "centre" in given:
            given["centre"] = tuple(given["centre"])
        given["contact"] = PublicContact(**given.get("contact", {}))
        given["colours"] = profile.colours | given.get("colours", {})
        given["dark_colours"] = profile.dark_colours | given.get("dark_colours", {})
        profile = replace(profile, **given)
    return profile


def region_name(code: str) -> str:
    """ "Kabupaten Klaten" of "33.10", "Provinsi Jawa Timur" of "35".

    The code itself where the national list does not know it.
    """
    known = regions().get(code)
    if known is None:
        return code
    if len(code) == 5:
        return known["name"]
    return f"Provinsi {known['name'].removeprefix('Provinsi ')}"


def known_region(code: str) -> None:
    """Validates a code of a province or kabupaten/kota. Raises Django's ValidationError."""
    if code not in regions():
        sentence = f"Tidak ada wilayah dengan kode {code}. Contoh: 33.10."
        raise ValidationError(sentence, code="unknown_region")
