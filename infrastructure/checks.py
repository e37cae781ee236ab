"""What is lacking in the settings of monitoring, said at start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def live_pictures_need_a_shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A camera that was closed is told to the gateway through the cache of all processes."""
    if not settings.CCTV_GATEWAY_URL or settings.REDIS_URL:
        return []
    sentence = "CCTV_GATEWAY_URL diisi, tetapi REDIS_URL kosong: siaran kamera tidak dibuka."
    hint = "Isi REDIS_URL, supaya kamera yang ditutup segera berhenti disiarkan."
    return [Warning(sentence, hint=hint, id="infrastructure.W001")]
