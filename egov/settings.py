"""All settings come from the environment; README.md lists them.

Secrets may come from a file: NAME_FILE.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from psycopg2.extensions import parse_dsn
from redis.backoff import NoBackoff
from redis.retry import Retry

from egov.areas.profile import load_profile
from egov.verbs.patience import PatientConnection
from egov.web.demo import refuse_open_demo

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT: set[str] = set()  # the names asked for below; a backup keeps what was set of them


def env(name: str, default: str | None = None) -> str:
    """The value of NAME, or the content of the file named by NAME_FILE."""
    ENVIRONMENT.add(name)
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. See the configuration table in README.md.")
    return default


def env_flag(name: str, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, Any]:
    """Where a PostgreSQL is and who asks: postgresql://role:password@host:5432/name?sslmode=…"""
    dsn = parse_dsn(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": dsn.pop("dbname", "egov"),
        "USER": dsn.pop("user", ""),
        "PASSWORD": dsn.pop("password", ""),
        "HOST": dsn.pop("host", ""),
        "PORT": dsn.pop("port", ""),
        "OPTIONS": dsn,
    }


def mailer(url: str) -> dict[str, Any]:
    """smtp://user:pass@host:587 (STARTTLS), smtps://host:465, or file:///folder."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(parts.path)},
        }
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname or "localhost",
            "port": parts.port or 25,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.port == 587,
            "use_ssl": parts.scheme == "smtps",
            "timeout": 10,
        },
    }


# -- the region ---------------------------------------------------------------
REGION = env("REGION", "35.78")
REGION_PROFILE = load_profile(REGION, env("REGION_PROFILE", ""))
DEMO = env_flag("DEMO", False)

# -- core -----------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
DEBUG = env_flag("DEBUG", False)
ALLOWED_HOSTS = [host.strip() for host in env("ALLOWED_HOSTS", "").split(",") if host.strip()]
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = env_flag("SECURE", True)  # HTTPS in front; off only on loopback
if DEMO:
    refuse_open_demo(secure=SECURE, hosts=ALLOWED_HOSTS, site_url=SITE_URL)
ROOT_URLCONF = "egov.urls"
WSGI_APPLICATION = "egov.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "id"
TIME_ZONE = REGION_PROFILE.time_zone
USE_TZ = True

INSTALLED_APPS = [
    "egov.home",
    "news",
    "infrastructure",
    "musrenbang",
    "regulations",
    "egov.notices",
    "egov.gateway",
    "egov.portal",
    "egov.web",
    "egov.documents",
    "egov.search",
    "egov.backup",
    "egov.accounts",
    "egov.agencies",
    "egov.areas",
    "egov.imports",
    "egov.files",
    "egov.verbs",
    "egov.desk.apps.DeskConfig",  # django.contrib.admin with the work queue in front
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "egov.web.static_files.ServedStaticFiles",  # django.contrib.staticfiles
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prose_editor",
    "django_prometheus",
]
if find_spec("django_linear_migrations"):  # a tool of the developers
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "egov.web.middleware.PlainRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "egov.web.compress.CompressMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "egov.web.written.WrittenPagesMiddleware",
    "egov.web.public.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "egov.web.making.FewFilesMiddleware",
    "egov.accounts.middleware.StaffIdleMiddleware",
    "egov.accounts.middleware.RequireStaffMfaMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "egov.web.middleware.HistoryMiddleware",
    "egov.web.middleware.RefusalMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egov.web.context.portal",
            ],
            "builtins": [
                "egov.web.templatetags.portal",
                "egov.web.templatetags.components",
                "egov.portal.templatetags.panels",
                "egov.notices.templatetags.notices",
            ],
            "libraries": {"cards": "egov.desk.cards"},
        },
    },
]

# -- database, cache, queue -------------------------------------------------------
DATABASES = {
    "default": {
        **database(env("DATABASE_URL")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # a fresh random name per run, so that two test runs never meet
        "TEST": {"NAME": env("TEST_DATABASE", "egov_test")},
    }
}
# who runs the portal, and who owns its tables (migrate, create_roles);
# the same where one role does everything
RUNTIME_DATABASE = database(env("DATABASE_URL"))
MIGRATE_DATABASE = database(env("MIGRATE_DATABASE_URL", env("DATABASE_URL")))
REDIS_URL = env("REDIS_URL", "")
_in_process = "django.core.cache.backends.locmem.LocMemCache"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": _in_process},
    # public pages, for their minute: in the process, so that no flood of addresses fills
    # what the queue lives in
    "pages": {"BACKEND": _in_process, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}},
}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"egov:{REGION}",
        "OPTIONS": {
            "socket_connect_timeout": 2,
            "socket_timeout": 2,
            "retry": Retry(NoBackoff(), 0),  # asked again it would only wait again
            "connection_class": PatientConnection,
        },
    }
KEEP_PUBLIC_PAGES = env_flag("KEEP_PUBLIC_PAGES", True)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
# the outbox row is what must not be lost; the message only hurries it
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# what runs by itself: every app adds its own from its portal.py
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "forget-old-keys": {"task": "egov.verbs.tasks.forget_old_keys", "schedule": 86400.0},
}

# -- backups: see docs/menjalankan.md ---------------------------------------------
PG_BIN = env("PG_BIN", "")  # folder of PostgreSQL's programs where they are not in the usual place
BACKUP_URL = env("BACKUP_URL", "")  # file:///folder or s3://bucket/prefix; empty: the desk warns
BACKUP_KEYS_URL = env("BACKUP_KEYS_URL", "")  # another place for the sealed secrets
BACKUP_RECIPIENTS = env("BACKUP_RECIPIENTS", "").replace(",", " ").split()  # public age keys
BACKUP_METHOD = env("BACKUP_METHOD", "base")  # pg_basebackup and the log; or dump: pg_dump
BACKUP_DATABASE_URL = env("BACKUP_DATABASE_URL", env("MIGRATE_DATABASE_URL", env("DATABASE_URL")))
BACKUP_SPOOL = env("BACKUP_SPOOL", str(BASE_DIR / ".local" / "backup"))
BACKUP_SLOT = env("BACKUP_SLOT", "egov_backup")
BACKUP_WAL_SECONDS = float(env("BACKUP_WAL_SECONDS", "15"))
BACKUP_KEEP_DAYS = int(env("BACKUP_KEEP_DAYS", "14"))
BACKUP_ALARM_HOURS = float(env("BACKUP_ALARM_HOURS", "26"))
BACKUP_WAL_ALARM_MINUTES = float(env("BACKUP_WAL_ALARM_MINUTES", "15"))
BACKUP_SERVER_USER = env("BACKUP_SERVER_USER", "postgres")  # for a restore as root
BACKUP_S3 = {
    "endpoint": env("BACKUP_S3_ENDPOINT", ""),
    "region": env("BACKUP_S3_REGION", "us-east-1"),
    "access_key_id": env("BACKUP_S3_KEY_ID", ""),
    "secret_access_key": env("BACKUP_S3_SECRET", ""),
}

# -- regulations ---------------------------------------------------------------------
READING_SECONDS = int(env("READING_SECONDS", "60"))  # of CPU for one PDF, in a process of its own
READING_MEMORY_MB = int(env("READING_MEMORY_MB", "1024"))

# -- people -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "egov.accounts.signing_in.ContactBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name",)},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:account_home"
LOGOUT_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "egov.accounts.adapter.AccountAdapter"
# contacts are rows of ours: allauth writes no address of its own
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
# one field takes any proved contact of the account; the username is opaque
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# our own contact codes serve e-mail, SMS and the kelurahan's print alike
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "egov.accounts.forms.LoginForm",
    "change_password": "egov.accounts.forms.ChangePasswordForm",
    "set_password": "egov.accounts.forms.SetPasswordForm",
    "reauthenticate": "egov.accounts.forms.ReauthenticateForm",
}
# wrong passwords: egov/accounts/signing_in.py; a network's own count: egov/accounts/tries.py
ACCOUNT_RATE_LIMITS = {"login": None, "signup": None}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXY_COUNT", "0"))
MFA_ADAPTER = "egov.accounts.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = REGION_PROFILE.name
STAFF_MFA_REQUIRED = env_flag("STAFF_MFA_REQUIRED", True)
# offices that need no second factor, by code: "ketua_rw,lpmk"; all others need TOTP
MFA_NOT_FOR = frozenset(filter(None, env("MFA_NOT_FOR", "").replace(" ", "").split(",")))
# where short messages (SMS, WhatsApp) are handed over; empty: the kelurahan prints the code
GATEWAY_URL = env("GATEWAY_URL", "")
if GATEWAY_URL == "contoh:" and not DEMO:
    raise ImproperlyConfigured("GATEWAY_URL=contoh: hanya untuk contoh (DEMO=1).")
GATEWAY_TOKEN = env("GATEWAY_TOKEN", "")
GATEWAY_PRICE = int(env("GATEWAY_PRICE", "500"))  # rupiah a message, an example
GATEWAY_CEILING = int(env("GATEWAY_CEILING", "0"))  # rupiah a month; 0: none
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
STAFF_IDLE_HOURS = int(env("STAFF_IDLE_HOURS", "12"))  # citizens stay signed in

# -- history ------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# -- web security ---------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
if env_flag("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
CSRF_FAILURE_VIEW = "egov.home.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[Any]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# a tile server of the city, for the map of the form; empty: boundaries only
TILE_URL = env("TILE_URL", "")
if TILE_URL:
    _tiles = urlsplit(TILE_URL)
    SECURE_CSP["img-src"].append(f"{_tiles.scheme}://{_tiles.netloc.replace('{s}', '*')}")

# -- cameras --------------------------------------------------------------------------
# where viewers fetch live pictures (a MediaMTX); empty: the register says that there are none
CCTV_GATEWAY_URL = env("CCTV_GATEWAY_URL", "")
# a folder of still pictures, <path>.jpg, laid down beside the gateway; empty: none
CCTV_STILL_ROOT = env("CCTV_STILL_ROOT", "")

# -- files and statics ----------------------------------------------------------------
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
MEDIA_ROOT = env("MEDIA_ROOT", str(BASE_DIR / ".local" / "media"))
# made from the database, at any time anew
KEPT_ROOT = env("KEPT_ROOT", str(Path(MEDIA_ROOT).parent / "terbitan"))
# the status page as it was written last; readable by every process of the web server
STATUS_ROOT = env("STATUS_ROOT", str(Path(MEDIA_ROOT).parent / "status"))
# tables uploaded at the desk, for a day; no backup takes them
IMPORT_ROOT = env("IMPORT_ROOT", str(Path(MEDIA_ROOT).parent / "impor"))
MAX_IMPORT_MB = int(env("MAX_IMPORT_MB", "50"))
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", str(BASE_DIR / ".local" / "static"))
STATICFILES_DIRS: list[Any] = []
_leaflet = find_spec("xstatic.pkg.leaflet")
if _leaflet and _leaflet.submodule_search_locations:
    STATICFILES_DIRS.append(("leaflet", Path(_leaflet.submodule_search_locations[0]) / "data"))
STORAGES = {
    "default": {"BACKEND": "egov.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEMO:
    STORAGES["staticfiles"]["BACKEND"] = "egov.web.storage.DemoStaticStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
VISIT_ANSWER_DAYS = int(env("VISIT_ANSWER_DAYS", "5"))  # working days to answer a council
VISIT_RETENTION_DAYS = int(env("VISIT_RETENTION_DAYS", "365"))  # of contacts and guests
SENT_PER_HOUR_BY_ACCOUNT = int(env("SENT_PER_HOUR_BY_ACCOUNT", "10"))
SENT_PER_HOUR_BY_RW = int(env("SENT_PER_HOUR_BY_RW", "100"))
SENT_PER_HOUR_BY_OFFICE = int(env("SENT_PER_HOUR_BY_OFFICE", "60"))
MAX_PHOTO_BYTES = 12 * 1024 * 1024

MAILERS = {"default": mailer(env("EMAIL_URL", "smtp://localhost:25"))}
# a demo writes to nobody: its mails are read at /demo/surat/
DEMO_MAIL_ROOT = str(Path(MEDIA_ROOT).parent / "surat")
if DEMO:
    MAILERS = {"default": {"BACKEND": "egov.notices.mailbox.MailboxBackend"}}
_host = urlsplit(SITE_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", f"portal@{_host}")

# -- API ------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "egov.web.schema.Schema",
    "EXCEPTION_HANDLER": "egov.web.api.problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"API {REGION_PROFILE.name}",
    "DESCRIPTION": (
        "Data terbuka portal: wilayah, kamus usulan, usulan dan keputusannya, regulasi, "
        "dan aplikasi dengan dasar hukumnya."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "egov.web.schema.declare_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {},  # every app names its own in its portal.py
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
METRICS_TOKEN = env("METRICS_TOKEN", "")

# -- monitoring: see docs/pemantauan.md ------------------------------------------------
SD_TOKEN = env("SD_TOKEN", "")  # opens all targets to Prometheus, and the door for its alerts
ALERTS_TOKEN = env("ALERTS_TOKEN", "")  # opens that door alone: for Uptime Kuma, Zabbix, LibreNMS

# -- logs: one JSON object a line, without personal data -------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "egov.web.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
