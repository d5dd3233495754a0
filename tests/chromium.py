"""A headless Chromium for tests, driven over its debugging pipe: no driver, no package.

`browser()` skips the test where no chromium is installed. A `Page` opens an address at a width and
in a colour scheme, runs script in it, and keeps what the console said and what was asked for.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --hide-scrollbars "
    "--remote-debugging-pipe about:blank"
)
SECONDS = 30.0


@dataclass
class Page:
    """One tab; `requests` holds every address it asked anyone for, `faults` what went wrong."""

    browser: Browser
    session: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **values)

    def open(self, address: str, width: int = 1280, scheme: str = "light") -> None:
        """Open the address and wait until it has loaded."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=media)
        self.requests.clear()
        self.faults.clear()
        self.call("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are awaited."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"])
        return found["result"].get("value")

    def wait_for(self, script: str) -> None:
        end = time.monotonic() + SECONDS
        while not self.run(script):
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {script}")
            time.sleep(0.02)

    def picture(self, path: Path) -> None:
        """A picture of the whole page."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))

    def hear(self, method: str, values: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                if not values["request"]["url"].startswith("data:"):
                    self.requests.append(values["request"]["url"])
            case "Runtime.exceptionThrown":
                self.faults.append(str(values["exceptionDetails"]))
            case "Runtime.consoleAPICalled" | "Log.entryAdded":
                self.faults.append(str(values))


class Browser:
    """A running Chromium; messages are JSON, ended by a zero byte."""

    def __init__(self, folder: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        command = [program(), f"--user-data-dir={folder}", *FLAGS.split()]
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash", *command],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb")
        self._number, self._pages, self._rest = 0, dict[str, Page](), b""

    def page(self) -> Page:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        made = self._pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            made.call(f"{domain}.enable")
        return made

    def call(self, method: str, session: str = "", **values: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        asked: dict[str, Any] = {"id": number, "method": method, "params": values}
        self._out.write(json.dumps(asked | ({"sessionId": session} if session else {})).encode())
        self._out.write(b"\0")
        self._out.flush()
        while True:
            heard = self._hear()
            if heard.get("id") == number:
                if "error" in heard:
                    raise AssertionError(heard["error"])
                return dict(heard["result"])
            if page := self._pages.get(heard.get("sessionId", "")):
                page.hear(heard["method"], heard["params"])

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._in.fileno(), 1 << 16)
            if not piece:
                raise AssertionError("chromium has gone")
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))

    def close(self) -> None:
        self._out.close()
        self._in.close()
        self._process.terminate()
        self._process.wait(10)


def program() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return pytest.skip("no chromium is installed: the pages are not looked at")


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    program()
    opened = Browser(folder)
    try:
        yield opened
    finally:
        opened.close()


def main(page: str, picture: str, width: str = "800", scheme: str = "light") -> None:
    """Take a picture of a page: python -m tests.chromium PAGE PICTURE.png [WIDTH] [light|dark]."""
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as opened:
        shown = opened.page()
        shown.open(Path(page).resolve().as_uri(), int(width), scheme)
        shown.picture(Path(picture))


if __name__ == "__main__":
    main(*sys.argv[1:])
