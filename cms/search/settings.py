"""Settings of the endpoint where it runs alone: the CMS's, less everything that is the admin's.

The models stay, for the editors' rules and the count of misses; it needs the CMS's database, its data folder (to read) and
Elasticsearch.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from cms.settings import *  # noqa: F403
from cms.settings import ALLOWED_HOSTS, ENVIRONMENT

INSTALLED_APPS = [
    "django_tasks",
    "django_tasks_db",
    "static_build",
    "site_content",
    "wagtail_localize",
    "wagtail_localize.locales",
    "cms.apps_without_api.SnippetsConfig",
    "cms.apps_without_api.DocumentsConfig",
    "cms.apps_without_api.ImagesConfig",
    "wagtail",
    "modelcluster",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
MIDDLEWARE = ["cms.search.passage.Passage"]
ROOT_URLCONF = "cms.search.urls"
WSGI_APPLICATION = "cms.search.wsgi.application"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *filter(None, [urlsplit(ENVIRONMENT.search_url).hostname])]
if ENVIRONMENT.search_url.startswith("/"):
    # A path of the public site, which its CDN leads on with the site's own name or with this host's.
    ALLOWED_HOSTS += filter(None, [urlsplit(ENVIRONMENT.public_url).hostname])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own would mail a failed request to the administrators, with who asked what.
    "loggers": {"django": {"handlers": [], "level": "ERROR"}},
}
