"""A "no" is a value: a code for programs and a sentence that tells a person what to do."""


class Refusal(Exception):
    """Raised by verbs.

    `code` is stable; `sentence` is for a person; `field` names the input at fault,
    if one is.
    """

    status = 409

    def __init__(self, code: str, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.field = code, str(sentence), field


class NotAllowed(Refusal):
    """The actor's office does not reach this object or this act."""

    status = 403


class TooMany(Refusal):
    """Allowed, but not so often; it may be sent again later."""

    status = 429


class Invalid(Refusal):
    """What was given does not fit; the field says where."""

    status = 422
