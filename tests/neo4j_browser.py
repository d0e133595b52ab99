"""Neo4j Browser in a headless Chromium, used as a person uses it."""

from __future__ import annotations

import base64
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const place = document.querySelector('[data-testid=main]');
  for (const kind of ['dragenter', 'dragover', 'drop'])
    place.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium: the system's, else playwright's own. It must be there in CI; elsewhere tests are skipped."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as err:
        _not_there(str(err))
    executable = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        except Error as err:
            _not_there(err.message.splitlines()[0])
        with browser:
            yield browser


def _not_there(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"Chromium must be there in CI: {reason}")
    pytest.skip(f"no Chromium: {reason}")


class Neo4jBrowser:
    """A page with Neo4j Browser in it."""

    def __init__(self, page: Page) -> None:
        from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

        self.page = page
        self.timeout = PlaywrightTimeoutError

    def log_in(self, address: str, username: str, password: str) -> None:
        self.page.goto(address)
        self.page.fill("input[data-testid=username]", username)
        self.page.fill("input[type=password]", password)
        self.page.click("button[data-testid=connect]")
        self.page.wait_for_selector("text=Connected to Neo4j")

    def editor(self) -> str:
        return self.page.locator(".view-lines").first.inner_text().replace("\xa0", " ")

    def drop(self, path: Path) -> None:
        self.page.evaluate(DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])

    def open_scripts(self, folders: set[str]) -> None:
        self.page.click("[data-testid=navigationFavorites]")
        for folder in sorted(folders):
            self.page.click(f'[data-testid="expandFolder-{folder}"]')

    def run_script(self, title: str) -> Locator:
        """Run a saved script and return its frame, when Browser says that it is done."""
        self.page.locator(f'[data-testid="scriptTitle-{title}"]').click()
        return self.run()

    def run(self) -> Locator:
        """Run what stands in the editor, and return its frame, alone."""
        while (close := self.page.locator("[data-testid=frame] button[title=Close]")).count():
            close.first.click()
        frame = self.page.locator("[data-testid=frame]").first
        for _ in range(5):
            # A click while Browser still puts the script into its editor is lost, and no frame comes of it.
            self.page.click("[data-testid=editor-Run]")
            with suppress(self.timeout):
                frame.locator("[data-testid=frameContents]").wait_for(timeout=20_000)
                break
        frame.locator("[data-testid=frameContents]").wait_for()
        frame.locator("g.node, [data-testid=frameStatusbar]:has-text('ompleted')").first.wait_for()
        return frame

    def fill_screen(self, frame: Locator) -> None:
        frame.locator("button[title=Fullscreen]").click()
        self.page.wait_for_selector("button[title='Close fullscreen']")

    def zoom_to_fit(self) -> None:
        """Show all of a drawn graph, once its nodes have come to rest; the zoom glides."""
        self.page.wait_for_function(RESTING, polling=500)
        for button in ("zoom-to-fit", "zoom-out"):
            self.page.click(f"[aria-label={button}]")
            self.page.wait_for_timeout(800)

    def click_surest(self, kind: str) -> str:
        """Click on the edge of this type with the highest confidence, and return its sentence."""
        edges = self.page.locator("g.relationship")
        data = edges.evaluate_all("edges => edges.map(edge => [edge.__data__.type, edge.__data__.propertyMap])")
        confidences = [float(values["confidence"]) if found == kind else -1.0 for found, values in data]
        surest = confidences.index(max(confidences))
        edges.nth(surest).locator("path.overlay").dispatch_event("mousedown")
        self.page.wait_for_selector("text=Relationship properties")
        return data[surest][1]["sentence"]

    def details(self) -> str:
        """What the panel shows of the chosen node or edge, whole."""
        panel = self.page.locator("[data-testid=viz-details-pane-body]")
        while (more := panel.locator("text=Show all")).count():
            more.first.click()
        return panel.inner_text()


RESTING = """() => {
  const places = [...document.querySelectorAll('g.node')].map(node => node.getAttribute('transform')).join();
  const same = places === window.kgPlaces;
  window.kgPlaces = places;
  return same;
}"""
