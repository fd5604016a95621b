"""The build step of the site: its translations compiled, and the third-party code of its pages brought by npm.

Runs whenever the package is installed or a wheel is made. What it makes is never committed. Where there is no npm, every
page still works: the editor of /sparql is then the plain form."""

import shutil
import subprocess
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).resolve().parent
# what the pages load, by its name below web/static/vendor/
VENDOR = {
    "yasgui.js": "@zazuko/yasgui/build/yasgui.min.js",
    "yasgui.css": "@zazuko/yasgui/build/yasgui.min.css",
    "oxigraph.js": "oxigraph/web.js",
    "oxigraph.wasm": "oxigraph/web_bg.wasm",
}


class SiteBuildHook(BuildHookInterface):
    """Called by hatchling before it collects the files."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Make web/translations/**/messages.mo and web/static/vendor/; version: `editable` in a checkout, where the
        tests' own packages are brought too."""
        for catalogue in WEB.glob("translations/*/LC_MESSAGES/messages.po"):
            with catalogue.open("rb") as text, catalogue.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))
        self._bring(["--omit=dev"] if version != "editable" else [])

    def _bring(self, options: list[str]) -> None:
        npm = shutil.which("npm")
        if not npm:
            self.app.display_warning("npm is not there: the editor will be a plain form")
            return
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *options]
        if subprocess.run(command, cwd=WEB, check=False).returncode:
            self.app.display_warning("npm could not bring the packages: the editor will be a plain form")
            return
        shutil.rmtree(WEB / "static" / "vendor", ignore_errors=True)
        (WEB / "static" / "vendor").mkdir()
        for name, origin in VENDOR.items():
            shutil.copyfile(WEB / "node_modules" / origin, WEB / "static" / "vendor" / name)
