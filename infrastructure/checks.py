"""What monitoring lacks: said at start, and by `check --tag monitoring`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from infrastructure.models import Check, Heartbeat, Stoppage
from infrastructure.vocabulary_monitoring import Runner

LONG = timedelta(minutes=5)
HINT = (
    "Jalankan `celery -A egov worker --queues checks --pool solo` (deploy/systemd/"
    "portal-checker.service)."
)


@register("monitoring", deploy=True)
def somebody_checks(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A warning where checks are to be asked by the portal and no worker has lately done so."""
    try:
        wanted = Check.objects.active().filter(runner=Runner.OWN).exists()
        stopped = Stoppage.objects.filter(resumed_at=None).exists()
        beat = Heartbeat.objects.filter(name="checker").first()
    except DatabaseError:
        return []
    late = beat is None or timezone.now() - beat.beaten_at > LONG
    if not wanted or stopped or not late:
        return []
    if not settings.CELERY_BROKER_URL:
        return [Warning("Tanpa REDIS_URL tidak ada yang memeriksa sasaran.", id="infra.W002")]
    return [Warning("Tidak ada pekerja yang melayani antrean checks.", hint=HINT, id="infra.W001")]


@register()
def live_pictures_need_a_shared_cache(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A camera that was closed is told to the gateway through the cache of all processes."""
    if not settings.CCTV_GATEWAY_URL or settings.REDIS_URL:
        return []
    sentence = "CCTV_GATEWAY_URL diisi, tetapi REDIS_URL kosong: siaran kamera tidak dibuka."
    hint = "Isi REDIS_URL, supaya kamera yang ditutup segera berhenti disiarkan."
    return [Warning(sentence, hint=hint, id="infra.W003")]
