"""What the database refuses, said to a person: each constraint's code, sentence and field.

The fields are called as the models' columns are, so that a form, a file and the API find theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import IntegrityError

from egov.verbs.refusal import Invalid


class Rule(NamedTuple):
    """A constraint as it is told."""

    code: str
    sentence: str
    field: str = ""


RULES: dict[str, Rule] = {
    # the asset's row
    "asset_code_once": Rule(
        "code_taken",
        "Kode ini sudah dipakai; huruf besar dan kecil dianggap sama. Pilih kode lain.",
        "code",
    ),
    "asset_point_is_whole": Rule(
        "half_a_point", "Isi lintang dan bujur bersama, atau kosongkan keduanya.", "latitude"
    ),
    "asset_lasts": Rule(
        "no_days", "Hari mulai harus sebelum hari berakhir. Perbaiki salah satunya.", "valid"
    ),
    "asset_stays": Rule(
        "asset_stays", "Aset tidak dihapus. Nyatakan tidak dipakai lagi, agar riwayatnya tetap ada."
    ),
    "class_opened_once": Rule(
        "already_open", "Jenis ini sudah dibuka. Tutup dulu pembukaan yang lama.", "kind"
    ),
    "opening_opens": Rule(
        "opens_nothing", "Pilih terbuka bagi siapa: umum atau kantor pemerintah.", "visibility"
    ),
    # racks and devices
    "rack_units_once": Rule(
        "units_taken",
        "Letak itu sudah ditempati perangkat lain. Pilih U, sisi, atau rak lain.",
        "position2",
    ),
    "device_within_rack": Rule(
        "beyond_the_rack",
        "Perangkat ini melewati puncak rak. Pilih letak yang lebih rendah.",
        "position2",
    ),
    "position_from_the_floor": Rule("below_the_rack", "Letak paling bawah adalah U1.", "position2"),
    "position_in_a_rack": Rule(
        "no_rack", "Letak perlu rak dan sisinya. Pilih keduanya, atau kosongkan letak.", "rack"
    ),
    "rack_holds_its_devices": Rule(
        "devices_above",
        "Masih ada perangkat di atas tinggi itu. Pindahkan dulu, baru rendahkan raknya.",
        "u_height",
    ),
    "device_has_height": Rule("no_height", "Tinggi paling sedikit setengah U.", "height2"),
    "only_virtual_on_a_host": Rule(
        "not_virtual",
        "Hanya mesin virtual yang berjalan pada perangkat lain. Kosongkan, atau tandai virtual.",
        "host",
    ),
    "mac_is_written_one_way": Rule(
        "bad_mac", "Tulis MAC sebagai enam pasang angka: 00:1B:44:11:3A:B7.", "mac"
    ),
    "port_name_once": Rule(
        "port_taken", "Perangkat ini sudah punya porta dengan nama itu.", "name"
    ),
    # power
    "one_feed_per_side": Rule(
        "side_fed", "Sisi ini sudah punya catu daya. Pilih sisi lain.", "side"
    ),
    "power_not_own_parent": Rule(
        "power_circle", "Sumber daya tidak dapat memberi daya pada dirinya.", "parent"
    ),
    "no_power_circle": Rule(
        "power_circle",
        "Sumber itu sendiri diberi daya dari sini. Pilih sumber lain di atasnya.",
        "parent",
    ),
    # the ways of cables
    "segment_has_two_ends": Rule(
        "one_end", "Kedua ujung ruas harus berbeda. Pilih tiang atau bak lain.", "b"
    ),
    "duct_number_once": Rule("number_taken", "Nomor pipa ini sudah ada di ruas itu.", "number"),
    "no_duct_circle": Rule(
        "duct_circle", "Pipa itu sendiri berada di dalam pipa ini. Pilih pipa lain.", "parent"
    ),
    "route_in_sequence": Rule(
        "sequence_taken", "Urutan ini sudah dipakai ruas lain dari kabel itu.", "sequence"
    ),
    "segment_once_in_cable": Rule("segment_twice", "Kabel ini sudah melalui ruas itu.", "segment"),
    # cores and joints
    "core_number_once": Rule("number_taken", "Nomor inti ini sudah ada di kabel itu.", "number"),
    "core_side_joined_once": Rule(
        "side_joined",
        "Sisi inti ini sudah disambung. Lepas dulu sambungannya, atau pilih inti lain.",
        "core",
    ),
    "infrastructure_jointend_port_id_key": Rule(
        "port_joined",
        "Porta ini sudah disambung. Lepas dulu sambungannya, atau pilih porta lain.",
        "port",
    ),
    "end_number_once": Rule("number_taken", "Ujung dengan nomor ini sudah ada.", "number"),
    "end_is_core_or_port": Rule(
        "core_or_port", "Satu ujung adalah sisi sebuah inti, atau sebuah porta.", "core"
    ),
    "path_in_sequence": Rule("sequence_taken", "Urutan jejak ini sudah ada.", "sequence"),
    # links
    "link_has_two_ends": Rule(
        "one_end", "Kedua ujung tautan harus berbeda. Pilih ujung yang lain.", "b"
    ),
    "not_own_backup": Rule(
        "own_backup", "Tautan tidak dapat menjadi cadangan dirinya.", "backup_of"
    ),
    "tunnel_over_once": Rule("over_twice", "VPN ini sudah lewat tautan itu.", "link"),
    "tunnel_not_over_itself": Rule("vpn_circle", "VPN tidak dapat lewat dirinya sendiri.", "link"),
    "no_vpn_circle": Rule(
        "vpn_circle", "Tautan itu sendiri lewat VPN ini. Pilih tautan lain.", "link"
    ),
    # applications
    "deployment_group_once": Rule(
        "group_taken", "Aplikasi ini sudah punya kelompok itu. Pakai kelompok yang ada.", "name"
    ),
    "deployed_once": Rule("deployed_twice", "Perangkat ini sudah ada di kelompok itu.", "device"),
    "dependency_on_one": Rule("one_of_two", "Pilih satu: aplikasi atau aset.", "asset"),
    "not_on_itself": Rule(
        "needs_itself", "Aplikasi tidak dapat bergantung pada dirinya.", "application"
    ),
    "dependency_once": Rule("need_twice", "Ketergantungan ini sudah tercatat.", "asset"),
    # records
    "work_has_a_reason": Rule("no_reason", "Tulis alasannya.", "reason"),
}


def refusal_of(error: IntegrityError) -> Invalid | None:
    """What a broken constraint says; None where the table does not know it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = RULES.get(getattr(diagnosis, "constraint_name", None) or "")
    return Invalid(rule.code, rule.sentence, field=rule.field) if rule else None


@contextmanager
def spoken() -> Iterator[None]:
    """Within it a broken constraint is raised as its refusal; the verb's transaction goes back."""
    try:
        yield
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
