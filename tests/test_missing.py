"""What is not there is told by the right status, with what is near and what to try; nothing of the address comes back raw."""

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.labels import Link
from teiju_graph.pages import Entry, by_place
from teiju_graph.web import create_app
from tests.kinds import BROWSER

SITE = create_app(open_store()).test_client()


def page(address):
    answer = SITE.get(address, headers=BROWSER)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/doc/municipality/<script>alert(1)</script>",
        "/doc/municipality/%00",
        "/doc/municipality/a b",
        '/doc/"><b>x',
        "/id/zone/a\\b",
        "/doc/kpi/" + "x" * 10_000,
        "/doc/kpi/<b>.ttl",
        "/graph/a b",
    ],
)
def test_an_address_that_cannot_be_is_no_error_of_the_server_and_comes_back_escaped(address):
    status, text = page(address)
    assert status == 404
    assert "<script>" not in text and "<b>" not in text and f"「kpi/{'x' * 100}" not in text


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/doc/municipality/室蘭", "municipality/012050"),
        ("/doc/municipality/12050", "municipality/012050"),
        ("/doc/zone/nishi_iburi", "zone/nishi-iburi"),
        ("/en/doc/municipality/muroran", "municipality/012050"),
        ("/doc/kpi/higashi-iburi-2025-fires", "kpi/higashi-iburi-2025-fire"),
    ],
)
def test_a_mistyped_address_offers_what_is_near_and_the_list_of_its_kind(address, near):
    status, text = page(address)
    root = "/en" if address.startswith("/en") else ""
    assert status == 404 and f'href="{root}/doc/{near}"' in text
    assert f'href="{root}/doc/{near.partition("/")[0]}"' in text


def test_an_unknown_kind_offers_the_ways_that_are_there():
    status, text = page("/doc/city/012050")
    assert status == 404 and 'href="/shared"' in text and 'href="/questions"' in text


def test_a_long_list_of_municipalities_stands_by_prefecture_and_a_short_one_in_one_piece():
    def entries(count):
        return [Entry(Link(f"x{n}", "市", "City"), "", "", "北海道" if n < 100 else "青森県") for n in range(count)]

    assert [place for place, _ in by_place(entries(300))] == ["北海道", "青森県"]
    assert [place for place, _ in by_place(entries(18))] == [""]


def test_a_list_of_concepts_bears_the_name_of_its_scheme():
    assert "<h1>役割</h1>" in page("/doc/role")[1]
