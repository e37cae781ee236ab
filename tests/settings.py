"""Settings of the test run: the project's own, with a fast hasher and no redirects to HTTPS."""

import os
import tempfile

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")
os.environ.setdefault("REGION", "35.78")
os.environ.setdefault("SECURE", "0")
os.environ.setdefault("STAFF_MFA_REQUIRED", "0")
os.environ.setdefault("DEMO", "1")
_home = tempfile.mkdtemp(prefix="egov-files-")
os.environ["MEDIA_ROOT"] = f"{_home}/media"
os.environ["STATIC_ROOT"] = f"{_home}/static"
os.makedirs(os.environ["STATIC_ROOT"])

from egov.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEEP_PUBLIC_PAGES = False  # a test asks again at once and wants what it has just changed
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "egov.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
