"""What programs tell of their own runs: no session, no form, one query."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from infrastructure.models.check import LONGEST_BODY
from infrastructure.monitoring.pushes import note_ping
from infrastructure.vocabulary_monitoring import Signal

HIGHEST_EXIT = 255
SIGNALS = {"": Signal.SUCCESS, "start": Signal.START, "fail": Signal.FAIL}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ping(request: HttpRequest, address: UUID, word: str = "") -> HttpResponse:
    """200 where it was noted, 404 for nobody's address, 400 for a word that is none.

    `?rid=` names the run; of what is posted the first 10 kB are kept.
    """
    exit_code = int(word) if word.isascii() and word.isdecimal() and len(word) < 4 else None
    signal = SIGNALS.get(word)
    if exit_code is not None and exit_code <= HIGHEST_EXIT:
        signal = Signal.FAIL if exit_code else Signal.SUCCESS
    rid = request.GET.get("rid", "")
    run = _run(rid)
    if signal is None or (rid and run is None):
        return _told(
            "Kabar tidak dikenal. Pakai /start, /fail, atau kode keluar 0 sampai 255.", 400
        )
    noted = note_ping(
        address=address,
        signal=signal,
        now=timezone.now(),
        exit_code=exit_code,
        run=run,
        body=request.read(LONGEST_BODY) if request.method == "POST" else b"",
    )
    return _told("OK", 200) if noted else _told("Alamat kabar ini tidak ada.", 404)


def _run(text: str) -> UUID | None:
    """The run's number; None where none was told, or what was told is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _told(sentence: str, status: int) -> HttpResponse:
    answer = HttpResponse(sentence, "text/plain; charset=utf-8", status)
    answer["Cache-Control"] = "no-store"
    return answer
