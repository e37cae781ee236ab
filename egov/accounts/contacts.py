"""One spelling for e-mail addresses and phone numbers."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from egov.verbs.refusal import Invalid


def canonical(contact: str) -> tuple[str, str]:
    """("email", address) or ("phone", "+62…") of what a person typed.

    Raises Invalid with the field `contact`.
    """
    text = contact.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            raise Invalid(
                "bad_email",
                "Alamat e-mail ini belum lengkap. Contoh: nama@example.com",
                field="contact",
            ) from None
        return "email", text.lower()
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            "bad_contact",
            "Tulis alamat e-mail atau nomor HP yang lengkap. Contoh: 0812 3456 7890",
            field="contact",
        )
    return "phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def initials(name: str) -> str:
    """A name that only those who know it recognise: "S*** R***"."""
    return " ".join(f"{part[:1]}***" for part in name.split())


def masked(contact: str) -> str:
    """A contact that only its owner recognises: "si***@example.com", "+62812*****90"."""
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:2]}***@{host}"
    return f"{contact[:6]}*****{contact[-2:]}" if contact else ""
