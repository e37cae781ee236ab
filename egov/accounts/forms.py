from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms

from egov.accounts.contacts import canonical
from egov.acts.forms import PortalForm
from egov.acts.refusal import Refusal
from egov.areas.models import Area


class LoginForm(AllauthLoginForm):
    """One field takes an e-mail address or a phone number, however it is spelled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.use_required_attribute = False
        login = self.fields["login"]
        login.label = "E-mail atau nomor HP"
        login.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["password"].label = "Kata sandi"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        text: str = super().clean_login()
        try:
            return canonical(text)[1]
        except Refusal:
            return text


class RegisterForm(PortalForm):
    rw = forms.ModelChoiceField(
        queryset=Area.objects.none(), label="RW tempat Anda tinggal", empty_label="Pilih RW", error_messages={"required": "Pilih RW Anda."}
    )
    name = forms.CharField(
        label="Nama Anda", max_length=150, error_messages={"required": "Tulis nama Anda."}, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = forms.CharField(
        label="E-mail atau nomor HP",
        max_length=254,
        error_messages={"required": "Tulis e-mail atau nomor HP Anda."},
        help_text="Dipakai untuk masuk dan mengirim kabar. Tidak ditampilkan kepada umum.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Kata sandi",
        error_messages={"required": "Buat kata sandi."},
        help_text="Paling sedikit 10 huruf atau angka. Boleh beberapa kata.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def __init__(self, *args: Any, village: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rws = Area.objects.current().level("rw").filter(parent=village).order_by("sort_key")
        self.fields["rw"].queryset = rws  # type: ignore[attr-defined]
        self.fields["rw"].label_from_instance = lambda area: area.name  # type: ignore[attr-defined]


class ResidenceForm(RegisterForm):
    name = contact = password = None  # type: ignore[assignment]


class ContactForm(PortalForm):
    code = forms.CharField(
        label="Kode delapan angka",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
    )
