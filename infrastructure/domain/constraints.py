"""A constraint that broke in the database, as a refusal: a code, a sentence, and the field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import IntegrityError, transaction

from egov.verbs.refusal import Invalid


class Words(NamedTuple):
    """`field` is the model's; without a sentence the model's own constraint has it."""

    code: str
    field: str
    sentence: str = ""


WORDS = {
    "asset_code_once": Words("code_taken", "code"),
    "asset_point_is_whole": Words("half_a_point", "latitude"),
    "asset_lasts": Words(
        "lasts_no_day", "valid", "Aset ini tidak ada satu hari pun. Periksa kedua tanggalnya."
    ),
    "class_opened_once": Words(
        "already_open", "kind", "Jenis ini sudah dibuka. Tutup dulu untuk membukanya lain."
    ),
    "opening_opens": Words(
        "opens_nothing", "visibility", "Pilih bagi siapa jenis ini dibuka: umum atau pemerintah."
    ),
    "deployment_group_once": Words("group_taken", "name"),
    "deployed_once": Words("already_deployed", "device"),
    "dependency_on_one": Words("needs_one", "asset"),
    "not_on_itself": Words("needs_itself", "application"),
    "dependency_once": Words("already_needed", "asset"),
    "rack_units_once": Words("units_taken", "position"),
    "position_in_a_rack": Words("no_rack", "rack"),
    "position_from_the_floor": Words("below_rack", "position"),
    "mac_is_written_one_way": Words("bad_mac", "mac"),
    "device_has_height": Words("no_height", "height", "Tinggi paling sedikit setengah U."),
    "only_virtual_on_a_host": Words(
        "not_virtual", "host", "Hanya mesin virtual yang berjalan pada perangkat lain."
    ),
    "port_name_once": Words(
        "port_taken", "name", "Nama porta ini sudah ada pada perangkat itu. Beri nama lain."
    ),
    "segment_has_two_ends": Words("one_end", "b"),
    "duct_number_once": Words("duct_taken", "ducts"),
    "route_in_sequence": Words(
        "sequence_taken", "route", "Urutan ini sudah dipakai ruas lain dari kabel itu."
    ),
    "segment_once_in_cable": Words("segment_twice", "route"),
    "core_number_once": Words(
        "core_taken", "number", "Nomor inti ini sudah ada pada kabel itu. Pilih nomor lain."
    ),
    "end_number_once": Words(
        "end_taken", "number", "Nomor ujung ini sudah ada pada sambungan itu."
    ),
    "core_side_joined_once": Words("side_joined", "core"),
    "camera_window_is_hours": Words("bad_window", "window"),
    "infrastructure_camerastream_path_key": Words(
        "stream_taken", "streams", "Jalur ini sudah dipakai kamera lain. Beri nama lain."
    ),
    "stream_names_a_secret": Words(
        "bad_secret", "streams", "Nama rahasia hanya huruf besar, angka, dan garis bawah."
    ),
    "slack_once": Words("slack_twice", "slack"),
    "slack_has_metres": Words("bad_slack", "slack"),
    "figure_released_once": Words("already_released", "kind"),
    "host_differs_once": Words(
        "host_twice", "", "Selisih host ini sedang dibuka orang lain. Coba lagi sebentar."
    ),
    "infrastructure_jointend_port_id_key": Words(
        "port_joined", "port", "Porta ini sudah disambung. Lepaskan dulu, atau pilih porta lain."
    ),
    "end_is_core_or_port": Words(
        "bad_end", "core", "Satu ujung adalah sisi inti, atau porta; bukan keduanya."
    ),
    "path_in_sequence": Words("path_twice", "", "Jejak ini sedang ditulis. Coba lagi sebentar."),
    "link_has_two_ends": Words("one_end", "b"),
    "not_own_backup": Words("own_backup", "backup_of"),
    "tunnel_over_once": Words("over_twice", "over"),
    "tunnel_not_over_itself": Words(
        "over_itself", "over", "VPN tidak dapat lewat dirinya. Pilih tautan yang dilaluinya."
    ),
    "power_not_own_parent": Words("own_parent", "parent"),
    "one_feed_per_side": Words("side_fed", "side"),
    "work_has_a_reason": Words("no_reason", "reason", "Tulis alasannya."),
    "run_has_a_title": Words("no_title", "judul", "Tulis judulnya."),
    "run_closed_by_somebody": Words(
        "closed_by_nobody", "", "Hitungan yang ditutup menyebut siapa yang menutupnya."
    ),
    # of monitoring
    "push_address_once": Words(
        "push_address_taken", "push_uuid", "Alamat kabar ini sudah dipakai. Kirim lagi."
    ),
    "push_has_its_address": Words(
        "push_without_address", "kind", "Hanya kabar dari program yang punya alamat kabar."
    ),
    "check_interval_fits": Words("bad_interval", "interval_s"),
    "check_timeout_fits": Words("bad_timeout", "timeout_s"),
    "status_change_once": Words(
        "already_changed", "", "Perubahan ini baru saja dicatat. Muat ulang halamannya."
    ),
    "uptime_day_once": Words("already_counted", "", "Hari ini sudah dihitung. Muat ulang."),
    "outage_open_once": Words(
        "outage_open", "root", "Gangguan dengan pangkal ini masih terbuka. Muat ulang halamannya."
    ),
    "outage_has_a_root": Words("no_root", "root", "Sebutkan pangkal gangguannya."),
    "outage_member_once": Words("already_member", "", "Sudah tercatat pada gangguan ini."),
    "in_one_outage": Words("in_another", "", "Masih tercatat pada gangguan lain yang terbuka."),
    "external_alert_once": Words("alert_known", "", "Kabar ini sudah diterima."),
    "external_alert_of_our_time": Words(
        "other_times", "starts_at", "Waktunya di luar tahun 1980-2199. Periksa jam pengirimnya."
    ),
    "maintenance_lasts": Words("ends_before", "ends_at"),
    "maintenance_target_once": Words("target_twice", "", "Yang terdampak ini sudah tercatat."),
    "maintenance_of_one_thing": Words("one_thing", "asset", "Pilih satu: aset atau aplikasi."),
    "maintenance_window_once": Words(
        "window_taken", "begins_at", "Pemeliharaan ini sudah direncanakan pada waktu itu."
    ),
    "maintenance_window_lasts": Words(
        "window_ends_before", "ends_at", "Akhirnya harus setelah mulainya."
    ),
    "route_hours_are_whole": Words("half_hours", "hours_to"),
    "quiet_hours_are_whole": Words("half_quiet_hours", "quiet_to"),
    "step_tells_one": Words("step_tells_one", "office"),
    "told_once": Words("already_told", "", "Kabar ini sudah dikirim. Muat ulang halamannya."),
    "told_of_one_thing": Words(
        "told_of_one", "", "Satu kabar tentang satu gangguan atau satu pemeliharaan."
    ),
    "stopped_once": Words("already_stopped", ""),
    # of contracts
    "contract_number_once": Words("number_taken", "number"),
    "contract_lasts": Words("ends_before", "ends_on"),
    "contract_is_named": Words("no_name", "number", "Isi nomor kontrak dan penyedianya."),
    "contract_costs": Words("below_zero", "value", "Nilai kontrak paling sedikit nol rupiah."),
    "contract_renews_another": Words("renews_itself", "renews", "Pilih kontrak sebelumnya."),
    "contract_closed_by_somebody": Words(
        "closed_by_nobody", "reason", "Kontrak yang ditutup menyebut siapa dan mengapa."
    ),
    "contract_covers_once": Words(
        "already_covered", "codes", "Aset ini sudah dicakup kontrak itu."
    ),
    # by trigger
    "asset_stays": Words(
        "asset_stays", "", "Aset tidak dihapus. Nyatakan tidak dipakai lagi; riwayatnya tetap ada."
    ),
    "device_within_rack": Words(
        "beyond_rack", "position", "Letak ini di atas ujung rak. Periksa letak dan tingginya."
    ),
    "rack_holds_its_devices": Words(
        "devices_above", "u_height", "Ada perangkat di atas tinggi itu. Pindahkan dulu."
    ),
    "no_power_circle": Words(
        "power_circle", "parent", "Sumber ini memberi daya pada sumber di atasnya sendiri."
    ),
    "no_duct_circle": Words(
        "duct_circle", "ducts", "Pipa ini berada di dalam pipa yang ada di dalamnya."
    ),
    "no_vpn_circle": Words(
        "vpn_circle", "over", "VPN ini lewat tautan yang melewati VPN ini sendiri."
    ),
}


@cache
def sentence_of(name: str) -> str:
    """What a person is told of a constraint; "" for one that nobody wrote words for."""
    words = WORDS.get(name)
    if words is None or words.sentence:
        return words.sentence if words else ""
    constraints = (
        constraint
        for model in apps.get_app_config("infrastructure").get_models()
        for constraint in model._meta.constraints
    )
    return next((str(c.violation_error_message) for c in constraints if c.name == name), "")


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that the database refused by."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def refusal_of(error: IntegrityError) -> Invalid | None:
    """The refusal in words; None for what is a fault of ours."""
    name = broken_constraint(error)
    sentence = sentence_of(name)
    return Invalid(WORDS[name].code, sentence, field=WORDS[name].field) if sentence else None


@contextmanager
def refusing() -> Iterator[None]:
    """Within, a broken constraint rises as its refusal; what was written within is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from None
