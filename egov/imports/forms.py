"""The upload of a table at the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings

from egov.imports.offers import Offer
from egov.web.forms import PortalForm


class UploadForm(PortalForm):
    """A file and the key of this press. A browser never gives a chosen file back."""

    file = forms.FileField(
        label="Berkas",
        error_messages={
            "required": "Pilih berkasnya dulu.",
            "empty": "Berkas ini kosong. Pilih yang lain.",
        },
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4().hex})
        super().__init__(*args, **kwargs)
        limit = f"paling besar {settings.MAX_IMPORT_MB} MB"
        self.fields["file"].help_text = f"{offer.format_names}; {limit}."
        self.fields["file"].widget.attrs["accept"] = ",".join(offer.formats)
