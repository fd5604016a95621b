"""No page is heavy: with its style and scripts it comes in under 100 kB compressed, the editor's widget apart."""

import gzip
import re

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.web import create_app
from tests.kinds import BROWSER, page_kinds

LIMIT = 100_000
SITE = create_app(open_store()).test_client()


def get(address):
    with SITE.get(address, headers=BROWSER) as answer:
        return answer.data


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("page", page_kinds())
def test_a_page_with_all_it_loads_weighs_less_than_100_kilobytes(root, page):
    text = get(root + page).decode()
    loads = re.findall(r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="([^"]+)"', text)
    own = [each for each in loads if "/vendor/" not in each]
    assert len(own) >= 2, "style and icon at least"
    assert sum(len(gzip.compress(get(each))) for each in (root + page, *own)) < LIMIT
