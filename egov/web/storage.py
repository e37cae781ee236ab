from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class DemoStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Gzip only: brotli takes half a minute, which a first look should not wait for."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)
