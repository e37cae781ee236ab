"""The forms of e-Musrenbang: one topic a page for citizens, one panel for those who decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from egov.areas.models import Area, Level
from egov.desk.frame import DeskForm
from egov.verbs.refusal import Refusal
from egov.web.forms import PortalForm
from egov.web.templatetags.portal import number, rupiah
from musrenbang.domain.calendar import check_window
from musrenbang.domain.money import CARRIES, Price
from musrenbang.domain.numbers import read_number
from musrenbang.domain.submission import read_decimal
from musrenbang.models import Decision, Fault, KamusVariant, Proposal, Stage, Withholding
from musrenbang.procedure import NEEDS_SENTENCE, TABLE
from musrenbang.vocabulary import BUTTONS, REASONS, Outcome, Tier, tier_word


class VolumeField(forms.CharField):
    """A number as people write it: 12,5 or 1.200."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "short"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_decimal(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    @staticmethod
    def read(text: Any) -> Decimal | None:
        """The number, or None for what is none: for hints, which refuse nothing."""
        try:
            return read_decimal(text) if text else None
        except Refusal:
            return None


class VariantForm(PortalForm):
    variant = forms.ModelChoiceField(
        queryset=KamusVariant.objects.none(),
        label="Jenis usulan",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Pilih satu jenis usulan.",
            "invalid_choice": "Pilih satu jenis dari daftar.",
        },
    )

    def __init__(self, *args: Any, variants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variant"].queryset = variants  # type: ignore[attr-defined]


class PlaceForm(PortalForm):
    rw = forms.ModelChoiceField(
        queryset=Area.objects.none(),
        label="RW",
        empty_label="Pilih RW",
        error_messages={"required": "Pilih RW."},
    )
    address = forms.CharField(
        label="Alamat atau patokan",
        max_length=250,
        help_text="Nama jalan atau gang, dan patokan di dekatnya. Jangan menulis nama orang.",
        error_messages={"required": "Tulis alamat atau patokan tempatnya."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, rws: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rw"]
        field.queryset = rws  # type: ignore[attr-defined]
        field.label_from_instance = lambda area: area.place  # type: ignore[attr-defined]


class AssistedPlaceForm(PlaceForm):
    behalf_name = forms.CharField(
        label="Nama warga yang hadir",
        max_length=150,
        help_text="Usulan dicatat atas nama warga ini, dimasukkan oleh kantor Anda. "
        "Nama hanya tampil bila warga menyetujui.",
        error_messages={"required": "Tulis nama warga yang Anda bantu."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PointForm(PortalForm):
    latitude = forms.FloatField(
        label="Lintang",
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "short"}),
    )
    longitude = forms.FloatField(
        label="Bujur",
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "short"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None) and not self.errors:
            raise forms.ValidationError("Isi lintang dan bujur keduanya, atau kosongkan keduanya.")
        return data


class StoryForm(PortalForm):
    title = forms.CharField(
        label="Judul singkat",
        max_length=120,
        help_text="Contoh: Pavingisasi gang 3.",
        error_messages={"required": "Tulis judul singkat."},
    )
    problem = forms.CharField(
        label="Apa masalahnya sekarang?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ceritakan masalahnya."},
    )
    wish = forms.CharField(
        label="Apa yang Anda harapkan?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis harapan Anda."},
    )


class VolumeForm(PortalForm):
    volume = VolumeField(label="Volume", error_messages={"required": "Tulis volumenya."})


class MultiFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(f, initial) for f in files if f]


class PhotoForm(PortalForm):
    photo = PhotosField(
        label="Tambah foto",
        required=False,
        help_text="JPG, PNG atau WebP, paling besar 12 MB. Data lokasi di dalam foto dihapus.",
        widget=MultiFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class SendForm(PortalForm):
    show_name = forms.BooleanField(label="Tampilkan nama saya kepada umum", required=False)


class CompleteForm(StoryForm, PhotoForm):
    address = forms.CharField(
        label="Alamat atau patokan",
        max_length=250,
        error_messages={"required": "Tulis alamat atau patokan."},
    )
    volume = VolumeField(label="Volume", error_messages={"required": "Tulis volumenya."})


class ListFilter(PortalForm):
    """The filters of the public list; a value that fits nothing is said, not ignored."""

    q = forms.CharField(label="Kata atau nomor", required=False, max_length=200)
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int)
    wilayah = forms.CharField(label="Wilayah", required=False, max_length=24)
    jenis = forms.ChoiceField(label="Jenis", required=False)
    tingkat = forms.ChoiceField(label="Berada di", required=False)
    keadaan = forms.ChoiceField(label="Keadaan", required=False)
    opd = forms.ChoiceField(label="Perangkat daerah", required=False)
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[("", "Terbaru"), ("dukungan", "Paling didukung"), ("biaya", "Biaya terbesar")],
    )

    def __init__(
        self,
        *args: Any,
        years: Any,
        areas: Any,
        types: Any,
        agencies: Any,
        states: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", "Semua")]
        self.fields["tahun"].choices = [*everything, *((y, y) for y in years)]  # type: ignore[attr-defined]
        places = [*everything, *areas]
        self.fields["wilayah"] = forms.ChoiceField(label="Wilayah", required=False, choices=places)
        self.fields["jenis"].choices = [*everything, *types]  # type: ignore[attr-defined]
        tiers = [(t, tier_word(t)) for t in TABLE if t != Tier.OPD]
        self.fields["tingkat"].choices = [*everything, *tiers]  # type: ignore[attr-defined]
        self.fields["keadaan"].choices = [*everything, *states]  # type: ignore[attr-defined]
        self.fields["opd"].choices = [*everything, *agencies]  # type: ignore[attr-defined]
        self.order_fields(["q", "tahun", "wilayah", "jenis", "tingkat", "keadaan", "opd", "urut"])


# what the calendar says is not for people to choose
REASON_CHOICES = [
    ("", "Pilih bila ada yang sesuai"),
    *((code, text) for code, text in REASONS.items() if code != "window_over"),
]


class DecisionForm(PortalForm):
    """One click and a reason. Which outcomes there are comes from the table."""

    outcome = forms.ChoiceField(
        label="Keputusan",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih keputusannya."},
    )
    reason_code = forms.ChoiceField(label="Alasan", required=False)
    reason = forms.CharField(
        label="Penjelasan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu kalimat yang dibaca pengusul dan umum. "
        "Wajib untuk semua selain meneruskan dan menerima.",
    )
    volume = VolumeField(label="Volume", required=False)
    cost = VolumeField(
        label="Biaya (rupiah)", required=False, help_text="Kosongkan untuk menghitung dari volume."
    )
    rank = forms.IntegerField(
        label="Urutan dalam daftar RW",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Kosong: urutan berikutnya.",
    )
    deadline = forms.DateField(
        label="Dilengkapi paling lambat",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    merged_into = forms.CharField(
        label="Nomor usulan tujuan penggabungan", required=False, max_length=30
    )
    photo = PhotosField(
        label="Foto lapangan",
        required=False,
        widget=MultiFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        tier: str,
        price: Price,
        moves_to: str = "",
        preparing: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._tell_price(price)
        outcomes = TABLE[tier].outcomes
        words = dict(BUTTONS)
        if moves_to:
            words[Outcome.FORWARD] = f"Teruskan ke {moves_to.lower()}"
        self.fields["outcome"].choices = [(o, words[o]) for o in outcomes]  # type: ignore[attr-defined]
        self.fields["reason_code"].choices = REASON_CHOICES  # type: ignore[attr-defined]
        self.fields["reason"].always = True  # type: ignore[attr-defined]
        drop = {"rank"} if Outcome.ENDORSE not in outcomes else set()
        drop |= {"deadline"} if Outcome.RETURN not in outcomes else set()
        drop |= {"merged_into"} if Outcome.MERGE not in outcomes else set()
        drop |= {"photo"} if tier != Tier.OPD else set()
        if preparing:
            drop |= {"rank", "deadline", "merged_into", "photo"}
        self.carries = " ".join(o for o in outcomes if o in CARRIES)
        chosen = self.data.get(self.add_prefix("outcome")) or self.initial.get("outcome")
        if chosen and chosen not in CARRIES:  # what is refused or sent back keeps its money
            drop |= {"volume", "cost"}
        for name in drop:
            del self.fields[name]

    def _tell_price(self, price: Price) -> None:
        """Beside the cost: what the volume in the form comes to, and that its cost differs."""
        typed = [self.data.get(name) or self.initial.get(name) for name in ("volume", "cost")]
        volume, cost = (VolumeField.read(text) for text in typed)
        if volume is None:
            return
        counted = price.of(volume)
        told = f"{rupiah(price.amount)} x {number(volume)} {price.unit} = {rupiah(counted)}."
        rest = "Kosongkan untuk menghitung dari volume."
        if cost is not None and cost != counted:
            rest = "Biaya di isian ini berbeda dari hitungan itu."
        self.fields["cost"].help_text = f"{told} {rest}"

    def clean_merged_into(self) -> Proposal | None:
        text = self.cleaned_data["merged_into"].strip()
        if not text:
            return None
        number = read_number(text)
        rows = Proposal.objects.select_related("channel", "rw")
        found = rows.filter(number=number).first() if number else None
        if found is None:
            raise forms.ValidationError("Tidak ada usulan dengan nomor itu. Periksa lagi angkanya.")
        return found


class StageForm(DeskForm):
    """A stage's place and window; an end in the past is asked twice while proposals wait."""

    end_now = forms.BooleanField(
        label="Akhiri tahap ini walaupun masih ada usulan yang menunggu",
        required=False,
        help_text="Hanya bila tanggal akhirnya sudah lewat.",
    )

    class Meta:
        model = Stage
        fields = ["channel", "position", "tier", "name", "window"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        window = data.get("window")
        if self.instance.pk and window is not None:
            kept = Stage.objects.get(pk=self.instance.pk)
            try:
                check_window(stage=kept, window=window, confirmed=bool(data.get("end_now")))
            except Refusal as refusal:
                self.add_error("window", refusal.sentence)
        return data


class ReopenForm(forms.Form):
    until = forms.DateTimeField(
        label="Berakhir",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    reason = forms.CharField(
        label="Sebabnya",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu kalimat yang dibaca pengusul dan umum.",
    )


FAULTS = [("", "Pilih sebabnya"), *Fault.choices]


def fault_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Sebab", choices=FAULTS, error_messages={"required": "Pilih sebabnya."}
    )


def sentence_field(label: str, help_text: str, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=500, required=required, widget=widget, help_text=help_text
    )


class ReportForm(PortalForm):
    fault = fault_field()
    sentence = sentence_field(
        "Penjelasan", "Yang mana, dan mengapa. Jangan menulis data pribadi.", required=False
    )


class WithholdForm(forms.Form):
    fault = fault_field()
    sentence = sentence_field("Penjelasan", "Satu kalimat yang dibaca pengusul.")


class WithholdReasonForm(WithholdForm):
    decision = forms.ModelChoiceField(
        label="Keputusan", queryset=Decision.objects.none(), empty_label="Pilih keputusan"
    )
    field_order = ["decision", "fault", "sentence"]

    def about(self, proposal: Proposal) -> None:
        field: Any = self.fields["decision"]
        field.queryset = proposal.decisions.exclude(reason="").order_by("sequence")


class GiveBackForm(forms.Form):
    withholding = forms.ModelChoiceField(
        label="Yang ditahan", queryset=Withholding.objects.none(), empty_label="Pilih"
    )
    sentence = sentence_field("Mengapa ditampilkan lagi", "Satu kalimat yang dibaca pengusul.")

    def about(self, proposal: Proposal) -> None:
        field: Any = self.fields["withholding"]
        field.queryset = proposal.withholdings.standing()


class BulkForm(PortalForm):
    outcome = forms.ChoiceField(label="Keputusan untuk semua yang dipilih")
    reason_code = forms.ChoiceField(label="Alasan", required=False, choices=lambda: REASON_CHOICES)
    reason = forms.CharField(
        label="Penjelasan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib untuk semua selain meneruskan dan menerima.",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") in NEEDS_SENTENCE and not data.get("reason"):
            sentence = "Tulis penjelasan dalam satu kalimat. Kalimat ini dibaca pengusul dan umum."
            self.add_error("reason", sentence)
        return data

    def __init__(self, *args: Any, outcomes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(o, BUTTONS[Outcome(o)]) for o in outcomes]  # type: ignore[attr-defined]


def area_choices() -> list[tuple[str, str]]:
    """kecamatan and villages for a filter, in the order of their codes."""
    rows = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE]).order_by("code")
    return [(a.code, a.label if a.level == Level.DISTRICT else f"· {a.label}") for a in rows]
