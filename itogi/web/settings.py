"""Django's settings for the pages, made of a register's place and the options of the server."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connections

from itogi.errors import RegisterError
from itogi.register.engines import spec_of
from itogi.settings import Location
from itogi.web.options import Options
from itogi.web.secret import secret_key
from itogi.web.translations import compiled

FOLDER = Path(__file__).parent
REPORT = FOLDER.parent / "report" / "static"  # the style of reports, the same as in their files
TIMEOUT = 20.0  # seconds to wait for another writer
_YEAR = 365 * 24 * 3600
_APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "itogi.register",
    "itogi.web",
)
_MIDDLEWARE = (
    "itogi.web.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Secrets of a page are masked anew in each answer, and its length is padded at random (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "itogi.web.limits.limits",  # before anything that reads what was sent
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "itogi.web.middleware.Rights",
    "itogi.web.middleware.Errors",
)


def configure(location: Location, options: Options | None = None, **more: Any) -> None:
    """Configure Django for the pages of one register; done again, for another one (tests do so)."""
    chosen = _chosen(location, options or Options()) | more
    if not settings.configured:
        settings.configure(**_fixed(), **chosen)
        django.setup()
        return
    if not apps.is_installed("itogi.web"):
        raise RegisterError(
            "Django is configured without the pages",
            where="INSTALLED_APPS",
            remedy="call itogi.web.settings.configure before the first register is opened",
        )
    for name, value in chosen.items():
        setattr(settings, name, value)
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings(chosen["DATABASES"])["default"]


def _chosen(location: Location, options: Options) -> dict[str, Any]:
    """What differs from one register or server to another."""
    spec = spec_of(location, TIMEOUT) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    secure = options.https
    return {
        "DATABASES": {"default": spec},
        "DEBUG": options.debug,
        "SECRET_KEY": secret_key(location),
        "ALLOWED_HOSTS": list(options.hosts),
        "CSRF_TRUSTED_ORIGINS": [f"https://{host.lstrip('.')}" for host in options.hosts] if secure else [],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "SECURE_SSL_REDIRECT": secure,
        "SECURE_HSTS_SECONDS": _YEAR if secure else 0,
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "LANGUAGE_COOKIE_SECURE": secure,
        "WHITENOISE_AUTOREFRESH": options.debug,
        "ITOGI_LOCATION": location,
        "ITOGI_PUBLIC": options.public,
        "ITOGI_PROXY": secure,
    }


def _fixed() -> dict[str, Any]:
    """What is the same for every register."""
    return {
        "INSTALLED_APPS": list(_APPS),
        "MIDDLEWARE": list(_MIDDLEWARE),
        "ROOT_URLCONF": "itogi.web.urls",
        "WSGI_APPLICATION": "itogi.web.wsgi.application",
        "TEMPLATES": [_templates()],
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LOGGING_CONFIG": None,
        "APPEND_SLASH": True,
        **_people(),
        **_language(),
        **_files(),
        **_headers(),
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "itogi.web.templatetags.itogi",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "itogi.web.context.page",
            ],
        },
    }


def _people() -> dict[str, Any]:
    validators = "django.contrib.auth.password_validation."
    return {
        "AUTH_USER_MODEL": "web.User",
        "LOGIN_URL": "login",
        "LOGIN_REDIRECT_URL": "home",
        "LOGOUT_REDIRECT_URL": "login",
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.ScryptPasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{validators}UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("username", "name")},
            },
            {"NAME": f"{validators}MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{validators}CommonPasswordValidator"},
            {"NAME": f"{validators}NumericPasswordValidator"},
        ],
        "SESSION_COOKIE_NAME": "itogi_session",
        "SESSION_COOKIE_AGE": 14 * 24 * 3600,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "itogi_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "itogi.web.views.errors.csrf",
    }


def _language() -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [("en", "English"), ("ru", "Русский")],
        "LANGUAGE_COOKIE_NAME": "itogi_lang",
        "LANGUAGE_COOKIE_AGE": _YEAR,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "LOCALE_PATHS": [str(compiled())],
    }


def _files() -> dict[str, Any]:
    """Static files lie under a hash of all of them: what has an address never changes."""
    return {
        "STATIC_URL": f"/static/{_digest(FOLDER / 'static', REPORT)}/",
        "STATICFILES_DIRS": [("report", str(REPORT))],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": _YEAR,
        "WHITENOISE_IMMUTABLE_FILE_TEST": lambda path, url: True,
        "WHITENOISE_ALLOW_ALL_ORIGINS": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 5 * 2**20,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 2000,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 2 * 2**20,
        "FILE_UPLOAD_PERMISSIONS": 0o600,
    }


def _headers() -> dict[str, Any]:
    return {
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        # Whether all other names of a domain speak https too, its owner knows and we do not.
        "SILENCED_SYSTEM_CHECKS": ["security.W005", "security.W021"],
    }


def _digest(*folders: Path) -> str:
    """12 digits of the names and bytes of all files in some folders."""
    found = sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]
