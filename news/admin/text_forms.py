"""The form of a text, for a new article and for one in work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

from egov.accounts.models import User
from egov.desk.editor import text_field
from egov.files.models import StoredFile
from egov.files.pictures import store_picture
from egov.verbs.refusal import Invalid
from egov.web.fields import day_field
from news.domain.texts import TextContent
from news.forms import moment_field
from news.models import Edition
from news.vocabulary import Verdict

WIDE = forms.TextInput(attrs={"class": "vLargeTextField"})
SHORT = forms.Textarea(attrs={"rows": 3})
PICTURE = "JPG, PNG, atau WebP, paling besar 12 MB."
SEEN = "Apa yang terlihat, bagi yang tidak dapat melihatnya."
HTML = "Paragraf, judul kecil, daftar, tabel, dan tautan; yang lain dibuang saat disimpan."


class TextFields(forms.Form):
    """What somebody writes of an edition; the picture as a file."""

    title = forms.CharField(label="Judul", max_length=120, widget=WIDE)
    lead = forms.CharField(label="Ringkasan", max_length=300, widget=SHORT)
    body = text_field("Isi", max_length=60_000, help_text=HTML)
    byline = forms.CharField(
        label="Kode penulis", max_length=40, required=False, help_text="Contoh hnm/pri."
    )
    picture = forms.FileField(label="Gambar", required=False, help_text=PICTURE)
    picture_alt = forms.CharField(
        label="Isi gambar",
        max_length=200,
        required=False,
        widget=WIDE,
        help_text=SEEN,
    )
    picture_caption = forms.CharField(
        label="Keterangan gambar", max_length=200, required=False, widget=WIDE
    )
    picture_credit = forms.CharField(label="Sumber gambar", max_length=100, required=False)
    announcement_number = forms.CharField(
        label="Nomor pengumuman", max_length=60, required=False, help_text="Bagi pengumuman."
    )
    lapses_on = day_field("Berlaku sampai", required=False, help_text="Bagi pengumuman.")
    claim = forms.CharField(
        label="Yang beredar",
        max_length=300,
        required=False,
        widget=WIDE,
        help_text="Bagi klarifikasi.",
    )
    verdict = forms.ChoiceField(
        label="Kesimpulan", choices=[("", "- Pilih -"), *Verdict.choices], required=False
    )
    evidence = text_field("Bukti", max_length=20_000, required=False, help_text=HTML)


class SaveForm(TextFields):
    change_note = forms.CharField(
        label="Yang diperbaiki",
        max_length=300,
        required=False,
        help_text="Bagi perbaikan: apa dan sebabnya; dibaca umum.",
    )
    minor = forms.BooleanField(
        label="Perbaikan kecil: umpan berita tidak memberi kabar", required=False
    )
    without_picture = forms.BooleanField(label="Lepas gambar yang sekarang", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def about(self, obj: Edition) -> None:
        for name in self.fields:
            if name not in ("picture", "without_picture", "seen"):
                self.fields[name].initial = getattr(obj, name)
        self.fields["seen"].initial = obj.version


class PictureForm(forms.Form):
    """A picture inside a text."""

    picture = forms.FileField(label="Gambar", help_text=PICTURE)
    alt = forms.CharField(label="Isi gambar", max_length=200, widget=WIDE, help_text=SEEN)
    caption = forms.CharField(
        label="Keterangan gambar", max_length=200, required=False, widget=WIDE
    )
    credit = forms.CharField(label="Sumber gambar", max_length=100)


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Yang perlu diubah", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(forms.Form):
    publish_at = moment_field(
        "Terbit pada", required=False, help_text="Kosong: sekarang. Paling jauh setahun lagi."
    )
    checked = forms.BooleanField(
        label="Alamat luar dan kata yang ditandai sudah saya periksa", required=False
    )


def content_from(
    data: dict[str, Any], actor: User, *, picture: StoredFile | None = None
) -> TextContent:
    """What a form holds as a content; an upload takes the place of the picture."""
    upload: File[Any] | None = data.get("picture")
    if data.get("without_picture"):
        picture = None
    if upload:
        picture = _stored(upload, actor)
    names = TextContent.__dataclass_fields__.keys() - {"picture"}
    values = {name: data[name] for name in names if name in data}
    return TextContent(**values, picture=picture)


def _stored(upload: File[Any], actor: User) -> StoredFile:
    try:
        return store_picture(upload=upload, actor_id=actor.pk)
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, field="picture") from None
