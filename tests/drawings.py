"""The figures' pages as a browser gets them, their drawings and tables as a test reads them."""

import csv
import html
import re
from xml.etree import ElementTree

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.web import create_app

BROWSER = {"Accept": "text/html"}
STORE = open_store()
SITE = create_app(STORE).test_client()


def page(address, status=200):
    """Get a page as a browser does; its text."""
    answer = SITE.get(address, headers=BROWSER)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def drawings(text):
    """The drawings of a page, parsed."""
    return [ElementTree.fromstring(each) for each in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def rows(text):
    """The rows of the last table of a page, as texts."""
    table = text.rpartition("<table>")[2].partition("</table>")[0]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
    return [[html.unescape(re.sub(r"<[^>]*>", "", cell.replace("<br>", ";"))).strip() for cell in row] for row in cells]


def read_table(path):
    """A table of data/tables."""
    return list(csv.DictReader((folder("data/tables") / path).read_text(encoding="utf-8").splitlines()))
