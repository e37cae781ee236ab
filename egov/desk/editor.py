"""The editor of texts that staff write, at the desk only.

Without script the text stays a plain field.

What it sends is cleaned by the verb.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from django_prose_editor.fields import ProseEditorFormField

# the one style element that version 0.28 of the editor puts into its page
_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
_POLICY = {
    **settings.SECURE_CSP,
    "style-src": [*settings.SECURE_CSP.get("style-src", [CSP.SELF]), _STYLE],
}
# an extension needs those it is made of: a list its items, a table its rows and cells
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"protocols": ["https", "mailto", "tel"], "enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}


def text_field(label: str, **more: Any) -> Any:
    """A field for HTML with the editor over it."""
    return ProseEditorFormField(label=label, extensions=EXTENSIONS, **more)


def with_editor(view: Callable[..., Any]) -> Callable[..., Any]:
    """Lets the editor's one style stand on a page of the desk."""
    allowed: Callable[..., Any] = method_decorator(csp_override(_POLICY))(view)
    return allowed
