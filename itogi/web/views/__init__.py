"""Views: one module a group of pages, each with its own ``urlpatterns``."""
