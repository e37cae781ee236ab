from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def sending(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)
