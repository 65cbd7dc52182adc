"""What tests of pages share: what the console may not say, and whether everybody can use a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LAUNCH = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
  const done = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const where = (found) => found.nodes.slice(0, 4).map((node) => node.html).join(" | ");
  return done.violations.map((found) => `${found.impact} ${found.id}: ${found.help}; ${where(found)}`);
}"""


@dataclass
class Watch:
    """Collects what a browser complains of: errors of scripts and of the policy, answers 4xx and 5xx.

    A test that means to see an error adds a part of the message to ``page.expected``.
    """

    page: Any
    context: Any
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.expected = []
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        self.page.on("console", self._console)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console: {message.text} {message.location.get('url', '')}")

    @property
    def complaints(self) -> list[str]:
        """What was heard and not expected."""
        return [line for line in self.heard if not any(part in line for part in self.page.expected)]


def assert_accessible(page: Any) -> None:
    """No finding of axe-core on a page, by WCAG 2.2 AA and its good practice."""
    # A script from outside the page: the policy forbids a tag of it, and so it is run and not added.
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(_RUN, _TAGS)
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_no_sideways(page: Any) -> None:
    """A page is not wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"
