"""The application for a server: ``itogi.web.wsgi:application``, set up from the environment."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from itogi.settings import locate
from itogi.web.door import prepare
from itogi.web.options import from_environment
from itogi.web.settings import configure

configure(locate(), from_environment())
prepare()
application = get_wsgi_application()
