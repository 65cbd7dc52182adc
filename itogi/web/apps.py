"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """``itogi.web`` under the label ``web``."""

    name = "itogi.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
