"""One question of permission, asked by every verb before it does anything.

An app's `rules.py` declares in one line each who may do what (`permit`), composed from named
predicates, with the code and the sentence of the refusal. The verb asks `require`; what only shows
or hides a button asks `may`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import rules
from rules.predicates import Predicate

from egov.verbs.refusal import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

type Actor = User | AnonymousUser | None  # None: nobody is there
Sentence = str | Callable[[Any], str]  # said as it is, or of the object that was asked about

_NO_WORDS = ("not_allowed", "Anda tidak berwenang melakukan tindakan ini.")
_words: dict[str, tuple[str, Sentence]] = {}  # of a permission: code and sentence of its refusal


def predicate(question: Callable[..., bool], *, name: str = "") -> Predicate:
    """A question about a person, or about a person and an object, for `permit`.

    It is called like its function where no `name` says otherwise.
    """
    named: Predicate = rules.predicate(question, name=name or None)
    return named


def permit(perm: str, who: Predicate, *, code: str, sentence: Sentence) -> None:
    """Declares who may do something, and what everybody else is told."""
    rules.add_perm(perm, who)
    _words[perm] = (code, sentence)


def may(actor: Actor, perm: str, obj: object = None) -> bool:
    """Whether the actor may do this, to this object where it depends on it.

    Nobody, a visitor and a closed account may nothing. A superuser may what the predicates say:
    `User.has_perm` would answer yes to everything.
    """
    if not rules.perm_exists(perm):
        raise LookupError(f"No rules.py declares the permission {perm}")
    if not getattr(actor, "is_authenticated", False) or not getattr(actor, "is_active", False):
        return False
    return bool(rules.has_perm(perm, actor, obj))


def refusal_of(
    actor: Actor, perm: str, obj: object = None, *, code: str = "", sentence: str = ""
) -> NotAllowed | None:
    """Why the actor may not do this; None where they may.

    In the permission's own words; `code` and `sentence` where the verb knows better ones.
    """
    if may(actor, perm, obj):
        return None
    usual_code, usual = _words.get(perm, _NO_WORDS)
    usual_sentence = usual if isinstance(usual, str) else usual(obj)
    return NotAllowed(code or usual_code, sentence or usual_sentence)


def require(
    actor: Actor, perm: str, obj: object = None, *, code: str = "", sentence: str = ""
) -> None:
    """Raises NotAllowed unless the actor may do this; in the words of `refusal_of`."""
    refusal = refusal_of(actor, perm, obj, code=code, sentence=sentence)
    if refusal is not None:
        raise refusal
