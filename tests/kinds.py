"""One page of every kind: every address without parameters, a thing of every kind, answers of forms, and errors."""

import functools

from teiju_graph.engines.store import open_store
from teiju_graph.pages import list_kind, read_kinds
from teiju_graph.web import create_app

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ANSWERS = [
    "/shared?m=012050&m=012301",
    "/shared?m=012050&m=012301&mode=only&kind=body&year=1900",
    "/questions/kpis",
    "/questions/takes-part?municipality=012050&cooperation=initiative/nishi-iburi-guardianship",
    "/sparql?query=SELECT * { ?s a <https://w3id.org/teiju/ontology%23Zone> ; ?p ?o }",
    "/sparql?query=SELECT",
    "/doc/municipality",
    "/doc/kpi",
    "/doc/role",
    "/doc/zone/nishi-iburi",
    "/doc/municipality/012131",
    "/doc/kpi/higashi-iburi-2025-fire",
    "/doc/item/higashi-iburi-sewage",
    "/doc/source/muroran-2023",
    "/doc/passage/higashi-iburi-2025-l39-43",
    "/doc/city",
    "/doc/municipality/999999",
    "/shared?m=室欄市",
    "/shared?name=とま、日高",
    "/shared?m=虻田町",
    "/shared?step=list&of=zone/nishi-iburi&m=012050",
    "/search?q=杜管町",
    "/search?q=室欄市",
    "/search?q=・・・",
    "/nowhere",
]


@functools.cache
def page_kinds() -> list[str]:
    """Return the addresses of one page of every kind."""
    store = open_store()
    site = create_app(store)
    client = site.test_client()
    plain = {rule.rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    answers = {path: client.get(path, headers=BROWSER) for path in sorted(plain)}
    whole = b"<!doctype html>"  # fragments of pages are no pages
    pages = [path for path, answer in answers.items() if answer.status_code == 200 and answer.data.startswith(whole)]
    things = [f"/doc/{list_kind(store, kind.path)[0].thing.path}" for kind, _ in read_kinds(store)]
    return list(dict.fromkeys([*pages, *ANSWERS, *things]))
