"""Pictures: map, matrix, sets, network, KPIs, timeline, departments; each drawn on the server, with its table."""

import os
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, current_app, request

from teiju_graph.engines.store import Store
from teiju_graph.figures.country import draw_country
from teiju_graph.figures.departments import draw_departments, list_owners
from teiju_graph.figures.kpis import read_kpis
from teiju_graph.figures.land import read_boundaries
from teiju_graph.figures.map import draw_map
from teiju_graph.figures.matrix import draw_matrix
from teiju_graph.figures.network import draw_network
from teiju_graph.figures.scope import Scope, list_zones, read_scope, read_zone
from teiju_graph.figures.timeline import draw_timeline
from teiju_graph.figures.upset import draw_upset
from teiju_graph.labels import Link
from teiju_graph.pages import list_kind
from teiju_graph.web.place import language
from teiju_graph.web.rendering import render_template

blueprint = Blueprint("figures", __name__)
BOUNDARIES = "TEIJU_BOUNDARIES"


def read_boundaries_given() -> dict | None:
    """Return the outlines of municipalities in the file that the variable TEIJU_BOUNDARIES names; None where there is
    none. InputError: the file can't be used."""
    return read_boundaries(Path(os.environ[BOUNDARIES])) if os.environ.get(BOUNDARIES) else None


@blueprint.get("/map")
def map_():
    """Who shares what on a map; all zones where neither a zone nor a municipality is chosen."""
    if not (_given("zone") or _municipalities()):
        return _page("country", figure=draw_country(_store(), _lang()))
    scope = _scope()
    boundaries = current_app.extensions["boundaries"]
    return _page("map", figure=draw_map(_store(), scope, _lang(), _others(scope), boundaries), scope=scope)


@blueprint.get("/matrix")
def matrix():
    """Municipality by cooperation."""
    scope = _scope()
    return _page("matrix", figure=draw_matrix(_store(), scope, _lang()), scope=scope)


@blueprint.get("/upset")
def upset():
    """Which sets of municipalities take part together."""
    scope = _scope()
    return _page("upset", figure=draw_upset(_store(), scope, _lang()), scope=scope)


@blueprint.get("/network")
def network():
    """Municipalities and how much any two share."""
    scope = _scope()
    return _page("network", figure=draw_network(_store(), scope, _lang(), _others(scope)), scope=scope)


@blueprint.get("/kpi")
def kpi():
    """The KPIs of a zone."""
    zone = read_zone(_store(), _given("zone"), "kpis")
    return _page("kpi", kpis=read_kpis(_store(), zone), zone=zone)


@blueprint.get("/timeline")
def timeline():
    """When cooperations began."""
    scope = replace(_scope(), formation=True)
    return _page("timeline", figure=draw_timeline(_store(), scope, _lang()), scope=scope)


@blueprint.get("/departments")
def departments():
    """Departments and what each has to do."""
    figure = draw_departments(_store(), _given("m"), _lang())
    return _page("departments", figure=figure, owners=list_owners(_store()))


def figures_of(zone: Link) -> frozenset[str]:
    """Return the figures that have something to show of a zone."""
    return next(each.figures for each in list_zones(_store()) if each.zone.iri == zone.iri)


def _page(name: str, **shown: object) -> str:
    scope = shown.get("scope")
    zone = scope.zone if isinstance(scope, Scope) else shown.get("zone")
    kinds = [entry.thing for entry in list_kind(_store(), "kind")]
    choices = {"zones": list_zones(_store()), "kinds": kinds, "zone": zone}
    return render_template(
        f"figures/{name}.html", **{"scope": None, "others": request.args.get("others")} | choices | shown
    )


def _scope() -> Scope:
    return read_scope(_store(), _given("zone"), _municipalities(), _given("kind"))


def _municipalities() -> list[str]:
    return [text for text in request.args.getlist("m") if text.strip()]


def _others(scope: Scope) -> bool:
    """Whether those outside the scope are drawn: if asked for, and where municipalities are chosen one by one."""
    return bool(request.args.get("others")) or not scope.zone


def _given(name: str) -> str:
    return request.args.get(name, "").strip()


def _store() -> Store:
    return current_app.extensions["store"]


def _lang() -> str:
    return language()
