"""Short messages: the words the desk edits, and what was sent at what cost. No number, no text."""

from __future__ import annotations

import uuid
from string import Formatter

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

LONGEST = 160  # letters of one SMS


class TextCode(models.TextChoices):
    """What is written for; each has its words, `{...}` for what differs."""

    ACCOUNT = "akun", "Kode dan kabar akun"
    NEWS = "kabar", "Kabar usulan dan yang diikuti"


DEFAULTS = {
    TextCode.ACCOUNT: "{isi}",
    TextCode.NEWS: "{daerah}: {judul} {alamat} Berhenti: Akun saya, Yang Anda ikuti.",
}
KNOWN = {TextCode.ACCOUNT: {"isi"}, TextCode.NEWS: {"daerah", "judul", "alamat"}}


def fits(code: str, words: str) -> None:
    """Raises ValidationError where words name what is not known, or are too long without it."""
    known = KNOWN[TextCode(code)]
    names = ", ".join(f"{{{name}}}" for name in sorted(known))
    unknown = ValidationError(f"Yang dapat disisipkan: {names}.", code="unknown_name")
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        raise unknown from None
    if any(name is not None and (name not in known or how) for _, name, how, _ in parts):
        raise unknown
    if sum(len(text) for text, *_ in parts) > LONGEST - 40:
        sentence = f"Terlalu panjang: sisakan 40 dari {LONGEST} huruf untuk isinya."
        raise ValidationError(sentence, code="too_long")


@pghistory.track()
class TextTemplate(models.Model):
    """The region's own words for a kind of short message; without a row the portal's stand."""

    code = models.CharField("untuk", max_length=10, choices=TextCode, unique=True)
    words = models.CharField("kata-kata", max_length=LONGEST)

    class Meta:
        verbose_name = "kata pesan singkat"
        verbose_name_plural = "kata pesan singkat"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.get_code_display()

    def clean(self) -> None:
        if self.code in TextCode:
            fits(self.code, self.words)


class TextState(models.TextChoices):
    """What is known of a message that was handed over."""

    HANDED_OVER = "dikirim", "Diserahkan ke gerbang"
    DELIVERED = "sampai", "Sampai"
    FAILED = "gagal", "Tidak sampai"


class SentText(models.Model):
    """One message that the gateway took: a reference, its price in rupiah, what became of it."""

    reference = models.UUIDField("acuan", default=uuid.uuid4, unique=True)
    code = models.CharField("untuk", max_length=10, choices=TextCode)
    price = models.PositiveIntegerField("biaya (Rp)")
    state = models.CharField(
        "keadaan", max_length=10, choices=TextState, default=TextState.HANDED_OVER
    )
    sent_at = models.DateTimeField("dikirim", default=timezone.now)
    told_at = models.DateTimeField("dikabarkan gerbang", null=True, blank=True)

    class Meta:
        verbose_name = "pesan singkat terkirim"
        verbose_name_plural = "pesan singkat terkirim"
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["-sent_at", "-id"], name="text_newest")]

    def __str__(self) -> str:
        return str(self.reference)
