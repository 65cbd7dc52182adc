"""Make the pictures of the pages in docs/img: python tests/web/pictures.py REGISTER [FOLDER].

REGISTER is one of the samples (``make demo`` makes demo/register.db); it is copied and stays as it is.
Each page is taken at 1440 px in light and English, and at 390 px in dark and Russian.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "register"), str(HERE.parent / "report")]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver of the browser runs a loop in this thread

from playwright.sync_api import Page  # noqa: E402

from itogi.settings import Location, locate  # noqa: E402
from itogi.web.options import Options  # noqa: E402
from itogi.web.settings import configure  # noqa: E402

SHAPES = ((1440, 1000, "light", "en"), (390, 844, "dark", "ru"))
TALLEST = 1700  # pixels: below, lists go on as they began


def pages(location: Location) -> dict[str, str]:
    """Names of pictures and the addresses that they show."""
    from itogi.register import open_register
    from itogi.report.results import ledger_of

    with open_register(location.path) as register:
        entries = register.entries("CSTO", period=2024)
        longest = max(
            (e for e in entries if e.type == "document"), key=lambda e: (len(e.stages), len(e.records))
        )
        session = max((e for e in entries if e.type == "meeting"), key=lambda e: len(e.records))
        person = next(str(e.value("speaker")) for e in entries if e.type == "quote")
        article = session.records[0].article
        claims = ledger_of(register, "CSTO", 2024).held_claims
        claim = max(claims, key=lambda item: len(item.claim.counted)).claim.entry
    return {
        "home": "/", "overview": "/CSTO/", "ledger": "/CSTO/ledger/?year=2024",
        "results-page": "/CSTO/results/?year=2024", "document": f"/entries/{longest.id}/",
        "session": f"/entries/{session.id}/", "person": f"/people/{person}/", "country": "/countries/KZ/",
        "article": f"/articles/{article}/", "review": "/review/", "review-many": "/review/all/?least=90",
        "add": "/add/", "search": "/search/?q=граница", "account": "/account/", "login": "/account/login/",
        "users": "/users/", "feeds": "/feeds/", "saved": "/search/saved/", "api": "/api/v1/",
        "missing": "/entries/0000000000000000/",
        "claim": f"/CSTO/ledger/claims/{claim.id}/?year=2024",
    }  # fmt: skip


def _keep_search(page: Page) -> None:
    """A kept search, so that the page of kept searches shows one."""
    page.goto("/search/?q=граница", timeout=120_000)
    form = page.locator("form[action$='/keep/']")
    if form.count():
        with page.expect_navigation(timeout=120_000):
            form.evaluate("form => form.requestSubmit()")


def take(register: Path, folder: Path) -> None:
    """Take all pictures of a copy of this register."""
    configure(locate(register), Options())
    from browsing import LAUNCH
    from playwright.sync_api import sync_playwright
    from serving import chromium, served

    addresses = pages(locate(register))
    with served(locate(register), Options()) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(LAUNCH))
        for width, height, theme, language in SHAPES:
            shape = {
                "viewport": {"width": width, "height": height},
                "color_scheme": theme,
                "locale": language,
            }
            for role in ("administrator", "stranger"):
                context = browser.new_context(base_url=site.url, **shape)
                context.add_cookies(site.cookies(role))
                page = context.new_page()
                if role == "administrator":
                    _keep_search(page)
                for name, address in addresses.items():
                    if (name == "login") is (role == "stranger"):
                        page.goto(address, timeout=120_000)
                        page.wait_for_timeout(700)  # the plot draws itself
                        tall = page.evaluate("document.documentElement.scrollHeight")
                        clip = {"x": 0, "y": 0, "width": width, "height": max(height, min(tall, TALLEST))}
                        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, clip=clip)
        browser.close()


if __name__ == "__main__":
    copy = Path(tempfile.mkdtemp()) / "register.db"
    copy.write_bytes(Path(sys.argv[1]).read_bytes())
    take(copy, Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parents[1] / "docs" / "img")
