"""The compiled words are those of the source.

Whoever edits the .po compiles it with `make words`.
"""

import gettext
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils import translation


def test_compiled_words_are_current() -> None:
    folder = Path(settings.BASE_DIR) / "locale" / "id" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as source:
        catalog = read_po(source, locale="id")
    fresh = io.BytesIO()
    write_mo(fresh, catalog, use_fuzzy=False)
    fresh.seek(0)
    with (folder / "django.mo").open("rb") as compiled:
        held, made = (dict(gettext.GNUTranslations(f)._catalog) for f in (compiled, fresh))  # type: ignore[attr-defined, arg-type]
    assert {k: v for k, v in held.items() if k} == {k: v for k, v in made.items() if k}
    assert held


def test_no_empty_choice_speaks_english() -> None:
    with translation.override("id"):
        assert str(BLANK_CHOICE_LABEL) == "- Pilih -"
