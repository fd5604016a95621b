"""The build step of the site: its translations compiled, and third-party code brought by npm: that of its pages, and
Comunica in one file.

Runs whenever the package is installed or a wheel is made. What it makes is never committed. Where there is no npm, every
page still works: the editor of /sparql is then the plain form, and only questions of the library go to several endpoints."""

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
COMUNICA = WEB / "comunica"
BUNDLE = ["--bundle", "--platform=node", "--format=cjs", "--minify", "--legal-comments=eof", "--log-level=error"]


class SiteBuildHook(BuildHookInterface):
    """Called by hatchling before it collects the files."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Make web/translations/**/messages.mo and web/static/vendor/; version: `editable` in a checkout, where the
        tests' own packages are brought too."""
        for catalogue in WEB.glob("translations/*/LC_MESSAGES/messages.po"):
            with catalogue.open("rb") as text, catalogue.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))
        plain = "the editor will be a plain form"
        if self._bring(WEB, ["--omit=dev"] if version != "editable" else [], plain):
            self._copy()
        if self._bring(COMUNICA, [], "queries can't go to several endpoints"):
            self._bundle(build_data)

    def _bring(self, folder: Path, options: list[str], without: str) -> bool:
        npm = shutil.which("npm")
        if not npm:
            self.app.display_warning(f"npm is not there: {without}")
            return False
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *options]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            self.app.display_warning(f"npm could not bring the packages: {without}")
            return False
        return True

    def _copy(self) -> None:
        shutil.rmtree(WEB / "static" / "vendor", ignore_errors=True)
        (WEB / "static" / "vendor").mkdir()
        for name, origin in VENDOR.items():
            shutil.copyfile(WEB / "node_modules" / origin, WEB / "static" / "vendor" / name)

    def _bundle(self, build_data: dict) -> None:
        program = COMUNICA / "node_modules" / ".bin" / "esbuild"
        made = COMUNICA / "ask.cjs"
        if subprocess.run([program, "ask.mjs", f"--outfile={made}", *BUNDLE], cwd=COMUNICA, check=False).returncode:
            self.app.display_warning("Comunica could not be put into one file: queries can't go to several endpoints")
            return
        build_data["force_include"][str(made)] = "teiju_graph/_files/web/comunica/ask.cjs"
