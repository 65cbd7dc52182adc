"""Settings of all tests: no example of hypothesis has a time limit, for machines differ.

Django is configured once in a process. The pages need more of it than the register does, and so the tests
of the register, which may run first, find it configured for both.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

from itogi.settings import locate
from itogi.web.settings import configure

settings.register_profile(
    "itogi", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("itogi")

# The browser's driver keeps an event loop in the thread of the tests, from which Django would refuse to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
configure(locate(Path(tempfile.mkdtemp(prefix="itogi-tests-")) / "none.db"))
