"""Verbs on enclosures: cores joined, tube to tube or one by one, and taken apart."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from infrastructure.admin.fibre_actions import OnKind, find_port
from infrastructure.admin.fields import ReasonForm
from infrastructure.domain import splicing
from infrastructure.domain.finding import find_asset
from infrastructure.domain.splicing import End, How, Tube
from infrastructure.models import Asset, Core, Joint
from infrastructure.vocabulary import AssetKind, JointKind, JointState, Side

SIDES = [(Side.A.value, "sisi A (awal kabel)"), (Side.B.value, "sisi B (akhir kabel)")]


class HowForm(ReasonForm):
    tray = forms.IntegerField(label="Tray", min_value=1, max_value=999, initial=1)
    kind = forms.ChoiceField(label="Cara", choices=JointKind.choices)
    state = forms.ChoiceField(
        label="Keadaan", choices=JointState.choices, initial=JointState.MADE.value
    )
    loss_db = forms.FloatField(
        label="Redaman terukur (dB)", min_value=0, max_value=60, required=False, localize=True
    )


class TubesForm(HowForm):
    first = forms.CharField(label="Kode kabel pertama", max_length=40)
    first_tube = forms.IntegerField(label="Tabung kabel pertama", min_value=1, max_value=999)
    first_side = forms.ChoiceField(label="Kabel pertama masuk di", choices=SIDES, initial="b")
    second = forms.CharField(label="Kode kabel kedua", max_length=40)
    second_tube = forms.IntegerField(label="Tabung kabel kedua", min_value=1, max_value=999)
    second_side = forms.ChoiceField(label="Kabel kedua masuk di", choices=SIDES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice for choice in JointKind.choices if choice[0] != JointKind.SPLITTER
        ]
        ends = [name for name in self.fields if name.startswith(("first", "second"))]
        self.order_fields([*ends, *(name for name in self.fields if name not in ends)])


class SpliceTubes(OnKind):
    slug = "sambung-tabung"
    title = "Sambung tabung dengan tabung"
    button = "Sambung berurutan"
    help = "Inti pertama dengan inti pertama, dan seterusnya."
    form = TubesForm
    kind = AssetKind.ENCLOSURE

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        tubes = [
            Tube(
                find_asset(user=actor, code=data[name], kind=AssetKind.CABLE, field=name),
                data[f"{name}_tube"],
                Side(data[f"{name}_side"]),
            )
            for name in ("first", "second")
        ]
        record = splicing.splice_tubes(
            actor=actor,
            enclosure=obj,
            first=tubes[0],
            second=tubes[1],
            reason=data["reason"],
            how=_how(data),
        )
        return f"{len(record.after['joints'])} sambungan dicatat di {obj}."


def _how(data: dict[str, Any]) -> How:
    return How(data["tray"], JointKind(data["kind"]), JointState(data["state"]), data["loss_db"])


ENDS_HELP = "Satu ujung sebaris: inti dan sisinya (FO-001/3 A), atau porta (SW-DC-1:24)."


class EndsForm(HowForm):
    ends = forms.CharField(
        label="Yang disambung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{ENDS_HELP} Pada pembagi, baris pertama ujung bersama.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["ends", *self.fields])


class Splice(OnKind):
    slug = "sambung"
    title = "Sambung inti atau porta"
    button = "Sambung"
    form = EndsForm
    kind = AssetKind.ENCLOSURE

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        lines = [line.strip() for line in data["ends"].splitlines() if line.strip()]
        ends = [read_end(actor, line) for line in lines[:200]]
        splicing.splice(
            actor=actor, enclosure=obj, ends=ends, reason=data["reason"], how=_how(data)
        )
        return f"Sambungan dicatat di {obj}."


def read_end(actor: User, line: str) -> End:
    """`FO-001/3 A` is a side of a core, `SW-DC-1:24` a port; raises with what was written."""
    if "/" in line:
        code, _, rest = line.rpartition("/")
        number, _, side = rest.strip().partition(" ")
        cable = find_asset(user=actor, code=code, kind=AssetKind.CABLE, field="ends")
        known = side.strip().lower() in Side.values and number.isdecimal() and len(number) < 5
        core = Core.objects.filter(cable=cable.pk, number=int(number)).first() if known else None
        if core is None:
            sentence = f"“{line[:60]}” bukan inti yang tercatat. {ENDS_HELP}"
            raise Invalid("no_such_core", sentence, field="ends")
        return End(core, Side(side.strip().lower()))
    code, _, name = line.rpartition(":")
    device = find_asset(user=actor, code=code, kind=AssetKind.DEVICE, field="ends")
    return End(port=find_port(device, name, field="ends"))


class JointsForm(ReasonForm):
    joints = forms.MultipleChoiceField(label="Sambungan", widget=forms.CheckboxSelectMultiple)
    wanted = JointState.MADE

    def about(self, obj: Asset) -> None:
        rows = Joint.objects.filter(enclosure=obj.pk).order_by("tray", "pk")
        if self.wanted == JointState.PLANNED:
            rows = rows.filter(state=JointState.PLANNED)
        rows = rows.prefetch_related("ends__core__cable__asset", "ends__port__device__asset")
        field: Any = self.fields["joints"]
        field.choices = [(row.pk, _name_of(row)) for row in rows]


class PlannedForm(JointsForm):
    wanted = JointState.PLANNED


def _name_of(joint: Joint) -> str:
    ends = " dengan ".join(str(end) for end in joint.ends.all())
    planned = " (direncanakan)" if joint.state == JointState.PLANNED else ""
    return f"Tray {joint.tray}: {ends}{planned}"


class CarryOut(OnKind):
    slug = "kerjakan"
    title = "Kerjakan sambungan yang direncanakan"
    button = "Nyatakan tersambung"
    form = PlannedForm
    kind = AssetKind.ENCLOSURE
    undo = "lepas"

    def available(self, obj: Asset) -> bool:
        planned = Joint.objects.filter(enclosure=obj.pk, state=JointState.PLANNED)
        return super().available(obj) and planned.exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        keys = [int(key) for key in data["joints"]]
        splicing.carry_out(actor=actor, enclosure=obj, joints=keys, reason=data["reason"])
        return f"{len(keys)} sambungan tercatat tersambung."


class Unsplice(OnKind):
    slug = "lepas"
    title = "Lepas sambungan"
    button = "Lepas"
    form = JointsForm
    kind = AssetKind.ENCLOSURE
    quiet = True
    undo = "sambung-lagi"

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and Joint.objects.filter(enclosure=obj.pk).exists()

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        keys = [int(key) for key in data["joints"]]
        splicing.unsplice(actor=actor, enclosure=obj, joints=keys, reason=data["reason"])
        return f"{len(keys)} sambungan dilepas."


class Resplice(OnKind):
    slug = "sambung-lagi"
    title = "Sambung lagi yang terakhir dilepas"
    button = "Sambung lagi"
    kind = AssetKind.ENCLOSURE
    undo = "lepas"

    def available(self, obj: Asset) -> bool:
        return super().available(obj) and splicing.last_unsplice(obj) is not None

    def perform(self, actor: User, obj: Asset, data: dict[str, Any]) -> str:
        record = splicing.resplice(actor=actor, enclosure=obj, reason=data["reason"])
        return f"{len(record.after['joints'])} sambungan dibuat lagi."


SPLICES = (SpliceTubes(), Splice(), CarryOut(), Resplice(), Unsplice())
