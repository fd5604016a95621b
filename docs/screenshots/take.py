"""Takes the pictures of this folder: the main pages in a real browser, in both languages, wide and narrow.

python docs/screenshots/take.py        (starts its own server; needs Chromium and the packages of the tests)
"""

import base64
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PORT = 8974
QUALITY = 75  # legible, and each picture below 100 kB
FOLDER = Path(__file__).parent
WIDE, PHONE = (1280, 900), (375, 800)
# name of the picture: address, size of the window, colour scheme
PICTURES = {
    "home": ("/", WIDE, "light"),
    "shared": ("/shared?m=012050&m=012301&mode=only", WIDE, "light"),
    "item": ("/doc/item/higashi-iburi-sewage", WIDE, "light"),
    "zone-en": ("/en/doc/zone/higashi-iburi", WIDE, "light"),
    "kpi-en": ("/en/doc/kpi/higashi-iburi-2025-disaster-drills", WIDE, "light"),
    "map": ("/map?zone=nishi-iburi&others=1", WIDE, "light"),
    "matrix-dark": ("/matrix?zone=nishi-iburi", WIDE, "dark"),
    "source": ("/doc/source/muroran-2023", WIDE, "light"),
    "quality-en": ("/en/quality", WIDE, "light"),
    "municipality-phone": ("/doc/municipality/012050", PHONE, "light"),
}


def take(address: str) -> None:
    """Take every picture of the site at `address`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (page, (width, height), scheme) in PICTURES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="en" if "en" in name else "ja"
            )
            tab = context.new_page()
            tab.goto(address + page)
            wanted = {"format": "webp", "quality": QUALITY}
            picture = context.new_cdp_session(tab).send("Page.captureScreenshot", wanted)
            (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(picture["data"]))
            context.close()
        browser.close()


def main() -> None:
    """Start a server, take the pictures, end it."""
    command = [sys.executable, "-m", "teiju_graph", "--lang", "en", "serve", "--port", str(PORT)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        ready = re.search(r"http://\S+", server.stderr.readline()) if server.stderr else None
        assert ready, "the server did not start"
        take(ready[0].rstrip("/"))
        server.terminate()


if __name__ == "__main__":
    main()
