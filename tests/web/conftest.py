from __future__ import annotations

import os

import pytest
from browsing import LAUNCH, Watch
from serving import chromium, copied, fill_with_examples, served

from itogi.web.options import Options


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A register with records of all types, not to be written to."""
    path = tmp_path_factory.mktemp("template") / "register.db"
    fill_with_examples(path)
    return path


@pytest.fixture
def site(request, template, tmp_path):
    """The pages of a copy of that register; ``indirect=True`` takes another engine or other options.

    ``@pytest.mark.parametrize("site", [{"engine": "postgresql"}, {"public": True}], indirect=True)``
    """
    options = dict(getattr(request, "param", {}))
    engine = options.pop("engine", "sqlite")
    with copied(template, engine, tmp_path) as location, served(location, Options(**options)) as made:
        yield made


@pytest.fixture
def client(site):
    """A stranger's client."""
    return site.client()


@pytest.fixture(scope="session")
def browser():
    """Chromium, once in a session. Without one, tests of pages are skipped, except where CI is set."""
    path = chromium()
    if path is None:
        reason = "there is no chromium (apt install chromium)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=list(LAUNCH))
        yield launched
        launched.close()


@pytest.fixture
def visit(site, browser):
    """``page = visit("/CSTO/", role="reader", width=390, lang="ru")``; fails on any console error."""
    opened: list[Watch] = []

    def open_page(address="/", *, role="reader", width=1440, lang="en", theme="light", scripts=True):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            locale=lang,
            color_scheme=theme,
            java_script_enabled=scripts,
            has_touch=width < 600,
        )
        if role != "stranger":
            context.add_cookies(site.cookies(role))
        context.set_default_timeout(180_000)  # a loaded machine is slow, and that is no failure
        page = context.new_page()
        opened.append(Watch(page, context))
        page.goto(address)
        return page

    yield open_page
    complaints = [line for watch in opened for line in watch.complaints]
    for watch in opened:
        watch.context.close()
    assert not complaints, "\n".join(complaints)
