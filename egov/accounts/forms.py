from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangeForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import SetPasswordForm as AllauthSetForm
from django import forms

from egov.accounts.contacts import canonical
from egov.areas.models import Area
from egov.verbs.refusal import Refusal
from egov.web.forms import PortalForm


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    """One field takes an e-mail address or a phone number, however it is spelled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.use_required_attribute = False
        login = self.fields["login"]
        login.label = "E-mail atau nomor HP"
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        login.widget = forms.TextInput(attrs=attrs)
        self.fields["password"].label = "Kata sandi"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        text: str = super().clean_login()
        try:
            return canonical(text)[1]
        except Refusal:
            return text


def _say_kata_sandi(form: Any, labels: dict[str, str]) -> None:
    """The portal's one word for it, without words inside of the fields."""
    form.label_suffix, form.use_required_attribute = "", False
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)


NEW = {"password1": "Kata sandi baru", "password2": "Kata sandi baru, sekali lagi"}


class ChangePasswordForm(AllauthChangeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_kata_sandi(self, {"oldpassword": "Kata sandi sekarang", **NEW})


class SetPasswordForm(AllauthSetForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_kata_sandi(self, NEW)


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_kata_sandi(self, {"password": "Kata sandi"})


def name_field(label: str, empty: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    errors = {"required": empty}
    return forms.CharField(label=label, max_length=150, error_messages=errors, widget=widget)


def contact_field(help_text: str = "") -> forms.CharField:
    """An e-mail address or a phone number, however it is spelled."""
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label="E-mail atau nomor HP",
        max_length=254,
        error_messages={"required": "Tulis e-mail atau nomor HP Anda."},
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


def code_field() -> forms.CharField:
    attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}
    return forms.CharField(
        label="Kode delapan angka",
        max_length=20,
        error_messages={"required": "Tulis kodenya."},
        widget=forms.TextInput(attrs=attrs),
    )


def password_field() -> forms.CharField:
    return forms.CharField(
        label="Kata sandi baru",
        error_messages={"required": "Buat kata sandi."},
        help_text="Paling sedikit 10 huruf atau angka. Boleh beberapa kata.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )


class ResidenceForm(PortalForm):
    rw = forms.ModelChoiceField(
        queryset=Area.objects.none(),
        label="RW tempat Anda tinggal",
        empty_label="Pilih RW",
        error_messages={"required": "Pilih RW Anda."},
    )

    def __init__(self, *args: Any, village: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rws = Area.objects.current().level("rw").filter(parent=village).order_by("sort_key")
        self.fields["rw"].queryset = rws  # type: ignore[attr-defined]
        self.fields["rw"].label_from_instance = lambda area: area.name  # type: ignore[attr-defined]


class RegisterForm(ResidenceForm):
    name = name_field("Nama Anda", "Tulis nama Anda.")
    contact = contact_field(
        "Dipakai untuk masuk dan mengirim kabar. Tidak ditampilkan kepada umum."
    )


class CodeForm(PortalForm):
    """A code and the password it makes; the contact where this browser does not know it."""

    contact = contact_field()
    code = code_field()
    password = password_field()

    def __init__(self, *args: Any, registered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if registered:
            del self.fields["contact"]


class ForgotForm(PortalForm):
    contact = contact_field()


class PasswordForm(PortalForm):
    password = password_field()


class ContactForm(PortalForm):
    code = code_field()


class NewContactForm(PortalForm):
    contact = contact_field()


class RenameForm(PortalForm):
    name = name_field("Nama Anda", "Tulis nama Anda.")
