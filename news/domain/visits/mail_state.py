"""What became of the letters to guests: a host sees what the mail server refused."""

from __future__ import annotations

from egov.notices.letters import TRIES
from egov.notices.models import OutgoingLetter
from egov.web.templatetags.portal import moment
from news.models import Visit


def letter_states(visit: Visit) -> list[str]:
    """One line a letter, in two queries."""
    letters = list(visit.letters.all())
    sent = {row.event: row for row in OutgoingLetter.objects.filter(
        event__in=[letter.event for letter in letters])}  # fmt: skip
    return [
        f"{letter.subject}, {moment(letter.written_at)}: {_word(sent.get(letter.event))}"
        for letter in letters
    ]


def _word(row: OutgoingLetter | None) -> str:
    if row is None:
        return "menunggu dikirim"
    if row.mailed_at is not None:
        return "terkirim"
    if row.dropped_at is not None:
        return "tidak jadi dikirim"
    if row.mail_tries >= TRIES:
        return "ditolak server surat; hubungi lewat telepon"
    if row.mail_tries:
        return f"ditolak server surat, dicoba {row.mail_tries} kali"
    return "menunggu dikirim"
