"""The Django app of the register."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """``itogi.register`` under the label ``register``."""

    name = "itogi.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
