"""The page of a department: what it is in charge of."""

from dataclasses import dataclass

from teiju_graph.engines.store import Store
from teiju_graph.labels import Link
from teiju_graph.pages.cooperations import Listed, by_kind, list_cooperations
from teiju_graph.pages.rows import read_rows
from teiju_graph.pages.statements import Page
from teiju_graph.vocab import thing


@dataclass
class DepartmentPage:
    """What stands on the page of a department."""

    work: list[tuple[Link, list[Listed]]]


def tell_department(store: Store, page: Page) -> DepartmentPage:
    """Return what the page of a department shows in its own way."""
    rows = read_rows(store, {"department-work": {"department": [thing(page.thing.path)]}})
    page.leave_out("teiju:department")
    return DepartmentPage(by_kind(list_cooperations(store, [row["cooperation"] for row in rows["department-work"]])))
