"""The inventory with something to hide, and the arguments of its addresses."""

from __future__ import annotations

import os

from django.utils import timezone

from infrastructure.api.assets import NAMES
from infrastructure.domain.columns import MODELS
from infrastructure.domain.cutting import Selection
from infrastructure.domain.layers import LAYERS
from infrastructure.domain.opening import close_class, open_class
from infrastructure.domain.releasing import release_figure
from infrastructure.domain.reporting import report_label
from infrastructure.domain.runs import save_run
from infrastructure.domain.standing import make_reports
from infrastructure.models import (
    Asset,
    CameraStream,
    Cluster,
    ContractCoverage,
    Dependency,
    DeviceType,
    HostDifference,
    Manufacturer,
)
from infrastructure.vocabulary import AssetKind, Visibility
from tests.factories.infrastructure import (
    ON_ASSET,
    AssetFactory,
    CableTypeFactory,
    ContractFactory,
    DeviceRoleFactory,
)
from tests.factories.regulations import ApplicationFactory
from tests.home.planted_monitoring import plant_monitoring
from tests.home.planted_status import plant_status
from tests.home.secret import KNOWS_NETWORK, STAFF, Planted, picture


def plant_network(planted: Planted) -> None:
    """One restricted thing of each kind, one that an agency owns, one for offices, one for all."""
    hide, codes = planted.hide, ["AS-UMUM"]
    AssetFactory(code="AS-UMUM", visibility=Visibility.PUBLIC)
    for kind in AssetKind:
        name = hide(
            f"terbatas{kind.replace('_', '')}", may=KNOWS_NETWORK, shown_to="infra_operator"
        )
        model = MODELS.get(kind)
        if model is None:
            codes.append(AssetFactory(code=f"AS-{kind}", kind=kind, name=name).code)
        else:
            thing = ON_ASSET[model](asset__code=f"AS-{kind}", asset__name=name)
            codes.append(thing.asset.code)
    own = KNOWS_NETWORK | {"verifier", "infra_operator_opd"}
    name = hide("kabelmilikdinas", may=own, shown_to="infra_operator_opd")
    values = {"kind": AssetKind.CABLE, "owner": planted.town.agency}
    codes.append(AssetFactory(code="AS-DINAS", name=name, **values).code)
    offices = STAFF - {"ketua_rw", "far_ketua_rw", "lpmk", "far_lpmk"}
    name = hide("lokasiuntukkantor", may=offices, shown_to="lurah")
    codes.append(AssetFactory(code="AS-KANTOR", name=name, visibility=Visibility.GOVERNMENT).code)
    for catalogue in (CableTypeFactory, DeviceRoleFactory):
        catalogue()
    maker = Manufacturer.objects.create(name="Pabrik uji")
    DeviceType.objects.create(manufacturer=maker, code="tipe-uji", model="Tipe uji")
    Cluster.objects.create(code="klaster-uji", name="Klaster uji")
    needed = Asset.objects.get(code="AS-DINAS")
    Dependency.objects.create(consumer=ApplicationFactory(), asset=needed)
    planted.arguments["asset"] = [{"code": code} for code in codes]
    planted.arguments["api-asset-detail"] = planted.arguments["asset"]
    planted.arguments["otdr"] = [{"code": "AS-cable"}]
    planted.arguments["otdr_json"] = planted.arguments["otdr"]
    source = hide("rtsp://admin:sandikamera@10.77.7.7/utama", may=set())
    os.environ["KAMERA_UJI"] = source
    CameraStream.objects.create(
        camera_id=Asset.objects.get(code="AS-camera").pk, path="as-camera", secret="KAMERA_UJI"
    )
    cameras = [{"code": "AS-camera"}, {"code": "TIDAK-ADA"}]
    planted.arguments["camera_watch"] = planted.arguments["camera_still"] = cameras
    planted.arguments["table"] = [
        {"slug": slug} for slug in ("site", "device", "cable", "inti", "kontrak", "ofds")
    ]
    for prefix, (kind, _) in NAMES.items():
        planted.arguments[f"api-infra-{prefix}-detail"] = [{"code": f"AS-{kind}"}]
    Asset.objects.filter(code__startswith="AS-").update(latitude=-7.3, longitude=112.7)
    planted.arguments["map_layer"] = [{"code": layer.code} for layer in LAYERS]
    host = hide("hostpemantau", may=KNOWS_NETWORK, shown_to="infra_operator")
    HostDifference.objects.create(source="zabbix", host=host, change="new")
    release_figure(
        actor=planted.town.staff["infra_operator"], kind=AssetKind.CABLE, ground="Uji angka."
    )
    firm = hide("penyediakontrak", may=KNOWS_NETWORK, shown_to="infra_operator")
    contract = ContractFactory(supplier=firm)
    covered = Asset.objects.get(code="AS-KANTOR")
    ContractCoverage.objects.create(contract=contract, asset=covered)
    planted.arguments["label"] = planted.arguments["asset"]
    plant_monitoring(planted)
    _reports_and_openings(planted)
    _kept_impacts(planted, codes)


def _reports_and_openings(planted: Planted) -> None:
    """What somebody said of a closed thing's label, with a photo, and a class opened and closed."""
    note = planted.hide("keteranganlabel", may=KNOWS_NETWORK, shown_to="infra_operator")
    photo = picture(planted, "photo of a label", KNOWS_NETWORK, "infra_operator", "infra_operator")
    operator = planted.town.staff["infra_operator"]
    report = report_label(
        actor=operator,
        asset=Asset.objects.get(code="AS-rack"),
        answer="changed",
        key="k",
        note=note,
        photo=photo,
    )
    planted.arguments["label_photo"] = [{"number": report.pk}]
    opening = open_class(actor=operator, kind=AssetKind.CABLE, visibility="public", ground="Uji.")
    close_class(actor=operator, opening=opening, ground="Uji selesai.")


def _kept_impacts(planted: Planted, codes: list[str]) -> None:
    """One of the region's operator, one of an agency's, and the reports of the night."""
    town = planted.town
    whole = planted.hide("hitunganseluruhdaerah", may=KNOWS_NETWORK, shown_to="auditor")
    own = {"infra_operator_opd", *KNOWS_NETWORK}
    part = planted.hide("hitunganperangkatdaerah", may=own, shown_to="infra_operator_opd")
    runs = [
        save_run(
            actor=town.staff[who],
            selection=Selection(codes=chosen),
            title=title,
            key=title,
            now=timezone.now(),
        )
        for who, chosen, title in (
            ("infra_operator", "\n".join(codes), whole),
            ("infra_operator_opd", "AS-DINAS", part),
        )
    ]
    planted.arguments["impact_run"] = [{"number": run.pk} for run in runs]
    planted.arguments["plan_work"] = planted.arguments["impact_run"]
    plant_status(planted, runs)
    make_reports(now=timezone.now())
