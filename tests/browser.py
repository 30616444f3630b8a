"""A headless Chromium, driven by selenium, and the pages that it shows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip


class Browser:
    """Pages as a reader sees them, and what they say and ask for behind his back."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def show(self, page: Path, *, theme: str = "light", width: int = 1400) -> None:
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [
                {"name": "prefers-color-scheme", "value": theme},
                # nothing moves while it is clicked
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        })  # fmt: skip
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False,
        })  # fmt: skip
        # another address each time, or a hash alone would not load it
        self.driver.get(f"{page.as_uri()}?{theme}-{width}")

    def ask(self, script: str) -> Any:  # noqa: ANN401 - what the page answers
        return self.driver.execute_script(f"return {script}")

    def texts(self, selector: str) -> list[str]:
        """The texts that are seen."""
        shown = f"[...document.querySelectorAll({selector!r})].filter(each => each.checkVisibility())"
        found: list[str] = self.ask(f"{shown}.map(each => each.innerText ?? each.textContent)")
        return found

    def texts_once_there(self, selector: str) -> list[str]:
        """The same where the page adds them after an event that it does not wait for."""
        from selenium.webdriver.support.wait import WebDriverWait

        found: list[str] = WebDriverWait(self.driver, 10).until(lambda _: self.texts(selector))
        return found

    def fill(self, field: str, value: str) -> None:
        """Type into a field, or choose in it."""
        self.driver.execute_script(
            "const field = document.getElementById(arguments[0]); field.value = arguments[1];"
            "field.dispatchEvent(new Event('input', {bubbles: true}));"
            "field.dispatchEvent(new Event('change', {bubbles: true}))",
            field, value,
        )  # fmt: skip

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def complaints(self) -> list[str]:
        """What the console has shown since this was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for since this was asked last."""
        import json

        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]


def start(profile: Path) -> Browser:
    """A browser with nothing remembered, or a skip where there is none."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("Chromium and its driver are not installed")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Browser(webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)))
