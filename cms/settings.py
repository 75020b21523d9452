"""Django's and Wagtail's settings. What differs between machines comes from the environment, through environment.py."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cms.environment import CLONE, read
from site_content.moments import zone_names

ENVIRONMENT = read()
HOME = ENVIRONMENT.home
PRODUCTION = ENVIRONMENT.production

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(ENVIRONMENT.admin_url).hostname or "localhost"]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.admin_url]

INSTALLED_APPS = [
    "cms",
    "cms.translation.workbench",
    "cms.translation.comments",
    "cms.translation.jobs",
    "cms.translation.files",
    "cms.translation.machine",
    "cms.translation.memory",
    "cms.translation.terms",
    "static_build",
    "site_content",
    "wagtail_localize",
    "wagtail_localize.locales",
    "cms.redirects_app.RedirectsConfig",
    "wagtail.sites",
    "wagtail.users",
    "cms.apps_without_api.SnippetsConfig",
    "cms.apps_without_api.DocumentsConfig",
    "cms.apps_without_api.ImagesConfig",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "modelsearch",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "cms.search.passage.Passage",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.security.AdminPolicyMiddleware",
]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets a build read while an editor writes; IMMEDIATE avoids deadlocks between two writers.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "wagtailadmin_login"

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Rome"
LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["cms.formats"]
LOCALE_PATHS = [CLONE / app / "locale" for app in ("cms", "site_content", "static_build")]

STATIC_URL = "/cms-static/"
STATIC_ROOT = HOME / "cms-static" if PRODUCTION else None  # in development the finders serve
MEDIA_URL = "/cms-media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640

WAGTAIL_SITE_NAME = "Ponte"
# Without names that are none elsewhere, such as `localtime`: browsers refuse to write a time by them.
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(name for name in zone_names() if "/" in name)]
WAGTAILADMIN_BASE_URL = ENVIRONMENT.admin_url
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("it", "Italiano"), ("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# No admin page asks another host for anything.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.workflows.publish_reviewed_revision"
# A live page that is submitted for translation would otherwise go live in the source language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "cms.admin_search"}}

WAGTAILIMAGES_IMAGE_MODEL = "site_content.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "site_content.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "site_content.File"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "zip", "mp4", "webm", "vtt", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "builds"]},
}

EMAIL_CONFIG = urlsplit(ENVIRONMENT.mail_url) if ENVIRONMENT.mail_url else None
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_CONFIG
    else "django.core.mail.backends.console.EmailBackend"
)
if EMAIL_CONFIG:
    EMAIL_HOST = EMAIL_CONFIG.hostname or "localhost"
    EMAIL_PORT = EMAIL_CONFIG.port or 25
    EMAIL_HOST_USER = unquote(EMAIL_CONFIG.username or "")
    EMAIL_HOST_PASSWORD = unquote(EMAIL_CONFIG.password or "")
    EMAIL_USE_TLS = EMAIL_CONFIG.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
ADMINS = [("", address) for address in ENVIRONMENT.mail_to]

PONTE_PUBLIC_URL = ENVIRONMENT.public_url
PONTE_PREVIEW = "cms.preview.serve"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview is a frame of the admin's own
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which asks for DENY; frame-ancestors says the same as here
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
