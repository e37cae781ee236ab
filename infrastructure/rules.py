"""Who may see and do what with the inventory, one permission a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from egov.accounts.predicates import administers, is_administrator, is_auditor, is_staff
from egov.desk.predicates import holds, is_superuser
from egov.verbs.permission import permit, predicate
from infrastructure.models import (
    Asset,
    Check,
    Contract,
    Dependency,
    HostDifference,
    ImpactRun,
    LabelReport,
    Maintenance,
    Outage,
)
from infrastructure.vocabulary import AGENCY_OPERATOR, EDITOR, INFRA_OPERATOR

if TYPE_CHECKING:
    from egov.accounts.models import User

is_region_operator = holds(INFRA_OPERATOR)
is_operator = holds(INFRA_OPERATOR, AGENCY_OPERATOR)
is_editor = holds(EDITOR)


@predicate
def keeps(user: User, asset: Asset | None) -> bool:
    """The region's operator keeps everything, an agency's what that agency owns."""
    if asset is None or user.holds(INFRA_OPERATOR):
        return user.holds(INFRA_OPERATOR, AGENCY_OPERATOR)
    own = user.agencies_of(AGENCY_OPERATOR)
    return asset.owner_id is not None and asset.owner_id in own


@predicate
def keeps_contract(user: User, contract: Contract | None) -> bool:
    """The region's operator every contract, an agency's those that the agency signed."""
    if contract is None or user.holds(INFRA_OPERATOR):
        return user.holds(INFRA_OPERATOR, AGENCY_OPERATOR)
    own = user.agencies_of(AGENCY_OPERATOR)
    return contract.agency_id in own


@predicate
def keeps_what_it_is_about(user: User, report: LabelReport | None) -> bool:
    return bool(keeps(user, report.asset if report is not None else None))


@predicate
def keeps_what_differs(user: User, difference: HostDifference | None) -> bool:
    """A host that is no asset yet is the region's to plan."""
    if difference is None or difference.asset is not None:
        return bool(keeps(user, difference.asset if difference is not None else None))
    return user.holds(INFRA_OPERATOR)


@predicate
def sees(user: User, asset: Asset | None) -> bool:
    """Whether this person may read of the thing at all."""
    return asset is None or Asset.objects.visible_to(user).filter(pk=asset.pk).exists()


@predicate
def keeps_need(user: User, need: Dependency | None) -> bool:
    """Who keeps the thing that is needed; what needs an application, the region's operator."""
    if need is None:
        return bool(is_operator(user))
    return bool(keeps(user, need.asset) if need.asset else is_region_operator(user))


@predicate
def keeps_run(user: User, run: ImpactRun | None) -> bool:
    """The region's operator all of them, an agency's those of its agency."""
    if run is None or user.holds(INFRA_OPERATOR):
        return user.holds(INFRA_OPERATOR, AGENCY_OPERATOR)
    own = user.agencies_of(AGENCY_OPERATOR)
    return run.agency_id is not None and run.agency_id in own


@predicate
def keeps_maintenance(user: User, work: Maintenance | None) -> bool:
    return bool(keeps_run(user, work.run if work is not None else None))


@predicate
def keeps_check(user: User, check: Check | None) -> bool:
    """Who keeps the thing keeps what watches it."""
    return bool(keeps(user, check.target if check is not None else None))


@predicate
def answers_for(user: User, outage: Outage | None) -> bool:
    """The region's operator for every outage, an agency's for those that took its things."""
    if outage is None or user.holds(INFRA_OPERATOR):
        return user.holds(INFRA_OPERATOR, AGENCY_OPERATOR)
    if not user.holds(AGENCY_OPERATOR):
        return False
    return Outage.objects.administered_by(user).filter(pk=outage.pk).exists()


rules.add_perm("infrastructure", is_staff)
# the desk tells of the inside of things: for who keeps or audits them
for _model in (
    "asset",
    "site",
    "room",
    "rack",
    "powersource",
    "device",
    "structure",
    "segment",
    "cable",
    "camera",
    "accesspoint",
    "enclosure",
    "link",
    "workrecord",
    "labelreport",
    "hostdifference",
    "check",
    "outage",
):
    rules.add_perm(
        f"infrastructure.view_{_model}", (is_operator | is_auditor | is_superuser) & administers
    )
for _model in ("alertroute", "alertchannel", "alertdelivery", "stoppage"):
    rules.add_perm(f"infrastructure.view_{_model}", is_region_operator | is_auditor)
for _model in ("alertroute", "alertchannel", "stoppage"):
    rules.add_perm(f"infrastructure.add_{_model}", is_region_operator)
rules.add_perm("infrastructure.add_check", is_operator)
rules.add_perm("infrastructure.view_contract", is_operator | is_auditor)
rules.add_perm("infrastructure.add_contract", is_operator)
rules.add_perm("infrastructure.view_maintenance", is_operator | is_auditor)
rules.add_perm("infrastructure.view_externalalert", is_region_operator | is_auditor)
rules.add_perm("infrastructure.view_incident", is_editor | is_operator | is_auditor)
rules.add_perm("infrastructure.add_incident", is_editor)
for _model in ("cabletype", "devicetype", "devicerole", "cluster", "dependency"):
    rules.add_perm(f"infrastructure.view_{_model}", is_operator | is_auditor | is_administrator)
for _model in ("cabletype", "devicerole", "cluster"):
    rules.add_perm(f"infrastructure.add_{_model}", is_region_operator)
    rules.add_perm(f"infrastructure.change_{_model}", is_region_operator)
rules.add_perm("infrastructure.add_dependency", is_operator)
rules.add_perm("infrastructure.view_opening", is_operator | is_auditor | is_administrator)
rules.add_perm("infrastructure.add_opening", is_region_operator)
rules.add_perm("infrastructure.view_figurerelease", is_operator | is_auditor | is_administrator)
rules.add_perm("infrastructure.add_figurerelease", is_region_operator)

permit(
    "infrastructure.assess_impact",
    is_operator | is_auditor | is_administrator,
    code="not_infra_operator",
    sentence="Dampak gangguan hanya dibuka operator infrastruktur dan auditor.",
)
permit(
    "infrastructure.keep_dependency",
    keeps_need,
    code="not_infra_operator",
    sentence="Ketergantungan dilepas operator infrastruktur yang mengurus aset itu.",
)
permit(
    "infrastructure.keep_asset",
    keeps,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur yang mengubahnya, untuk aset perangkat daerahnya.",
)
permit(
    "infrastructure.keep_contract",
    keeps_contract,
    code="not_infra_operator",
    sentence="Kontrak diurus operator infrastruktur perangkat daerah yang menandatanganinya.",
)
permit(
    "infrastructure.open_class",
    is_region_operator,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur daerah yang membuka satu jenis aset.",
)
permit(
    "infrastructure.report_asset",
    is_staff & sees,
    code="not_an_office",
    sentence="Hanya pemegang jabatan yang melaporkan isi label ini.",
)
permit(
    "infrastructure.save_impact",
    is_operator,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur yang menyimpan hitungan dampak.",
)
permit(
    "infrastructure.keep_run",
    keeps_run,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur yang mengubah hitungan dampaknya sendiri.",
)
permit(
    "infrastructure.read_standing",
    is_operator | is_auditor,
    code="not_infra_operator",
    sentence="Laporan infrastruktur hanya dibuka operator infrastruktur dan auditor.",
)
permit(
    "infrastructure.keep_report",
    keeps_what_it_is_about,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur pemilik aset itu yang menyelesaikan laporannya.",
)
permit(
    "infrastructure.keep_catalogue",
    is_region_operator,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur daerah yang mengubah daftar tipe perangkat.",
)
permit(
    "infrastructure.keep_difference",
    keeps_what_differs,
    code="not_infra_operator",
    sentence="Selisih pemantau diputuskan operator infrastruktur yang mengurus perangkatnya.",
)
permit(
    "infrastructure.release_figures",
    is_region_operator,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur daerah yang membuka angka satu jenis aset.",
)
permit(
    "infrastructure.export_tables",
    is_operator | is_auditor,
    code="not_infra_operator",
    sentence="Tabel inventaris hanya diunduh operator infrastruktur dan auditor.",
)
permit(
    "infrastructure.keep_check",
    keeps_check,
    code="not_infra_operator",
    sentence="Pemeriksaan diatur operator infrastruktur yang mengurus asetnya.",
)
permit(
    "infrastructure.acknowledge_outage",
    answers_for,
    code="not_infra_operator",
    sentence="Gangguan ditangani operator infrastruktur perangkat daerah itu.",
)
permit(
    "infrastructure.keep_routes",
    is_region_operator,
    code="not_infra_operator",
    sentence="Jalur peringatan diatur operator infrastruktur daerah.",
)
permit(
    "infrastructure.stop_checks",
    is_region_operator,
    code="not_infra_operator",
    sentence="Hanya operator infrastruktur daerah yang menghentikan semua pemeriksaan.",
)
permit(
    "infrastructure.keep_maintenance",
    keeps_maintenance,
    code="not_infra_operator",
    sentence="Pemeliharaan diatur operator infrastruktur yang menghitung dampaknya.",
)
permit(
    "infrastructure.tell_incident",
    is_editor,
    code="not_editor",
    sentence="Kabar gangguan untuk umum ditulis penyunting berita.",
)
permit(
    "infrastructure.decide_alert",
    is_region_operator,
    code="not_infra_operator",
    sentence="Kabar pemantau luar diputuskan operator infrastruktur daerah.",
)
