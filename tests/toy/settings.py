"""The settings of all tests, with the toy: an app joins by INSTALLED_APPS and one include."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = ["tests.toy", *INSTALLED_APPS]  # type: ignore[name-defined]  # noqa: F405
ROOT_URLCONF = "tests.toy.urls"
