"""The dataset as catalogues and crawlers meet it: its description, what portals ask for, the context, the map of the site."""

import json

from flask import Blueprint, Response, request
from pyoxigraph import QuerySolution, Triple

from teiju_graph.endpoint.formats import write_sheet
from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store, select
from teiju_graph.metadata.catalogue import DATASET, describe_catalogue
from teiju_graph.metadata.jsonld import write_context
from teiju_graph.metadata.portal import ckan_package, participation_rows, portal_rows
from teiju_graph.metadata.schema_org import describe_dataset
from teiju_graph.pages import list_kind, read_kinds
from teiju_graph.queries import library, page_query
from teiju_graph.releases.release import read_release
from teiju_graph.web.rendering import render_template
from teiju_graph.web.representations import FORMS, form_asked_for, represent
from teiju_graph.web.site import download, the_store

blueprint = Blueprint("dataset", __name__)


@blueprint.get("/dataset")
@blueprint.get("/dataset.<form>")
def dataset(form: str = ""):
    """What the dataset is, its sources with their terms, its forms: a page, or DCAT with VoID in RDF."""
    return represent("dataset", _known(form) or form_asked_for(), lambda: _catalogue(), _page, DATASET.value)


@blueprint.get("/.well-known/void")
def void():
    """The same description, where clients of VoID look for it (VoID, section 7.1)."""
    form = form_asked_for()
    return represent("dataset", "ttl" if form == "html" else form, lambda: _catalogue(), _page, DATASET.value)


@blueprint.get("/dataset/ckan.json")
def ckan():
    """The dataset as CKAN's package_create takes it."""
    return _json(ckan_package(_catalogue()))


@blueprint.get("/dataset/portal.csv")
def portal():
    """The dataset as a list of data with Japanese headings."""
    return _sheet(*portal_rows(ckan_package(_catalogue())), "portal.csv")


@blueprint.get("/dataset/participations.csv")
def participations():
    """Who takes part in what, by the columns that municipalities share."""
    return _sheet(*participation_rows(the_store()), "participations.csv")


@blueprint.get("/dataset/participations.json")
def participations_json():
    """The same as JSON: an object for each row."""
    heading, rows = participation_rows(the_store())
    return _json([dict(zip(heading, row, strict=True)) for row in rows])


@blueprint.get("/context.jsonld")
def context():
    """The context of the JSON-LD documents."""
    response = Response(write_context(), content_type="application/ld+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/robots.txt")
def robots():
    """What crawlers may read: everything but what would make them ask queries, and earlier days."""
    told = "".join(f"Disallow: {path}\n" for path in ("/sparql?", "/shared?", "/search?", "/as-of", "/en/as-of"))
    told = f"User-agent: *\n{told}Sitemap: {_site()}sitemap.xml\n"
    return Response(told, mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap():
    """The pages that are worth finding, each with its other language."""
    return Response(render_template("sitemap.xml", site=_site(), paths=_paths(the_store())), mimetype="application/xml")


def _page() -> str:
    return render_template(
        "dataset.html",
        release=read_release(the_store()),
        sources=list(select(the_store(), page_query("source-terms").text)),
        figures=_figures(the_store()),
        package=ckan_package(_catalogue()),
        described=describe_dataset(_catalogue()),
        forms=FORMS,
    )


def _catalogue() -> tuple[Triple, ...]:
    return describe_catalogue(the_store(), _site())


def _site() -> str:
    """The address of the site, with its last slash, in its first language."""
    return f"{request.host_url.rstrip('/')}{request.script_root.removesuffix('/en')}/"


def _known(form: str) -> str:
    return form if form in (*FORMS, "html") else ""


@kept()
def _figures(store: Store) -> QuerySolution:
    return next(iter(select(store, page_query("totals").text)))


@kept()
def _paths(store: Store) -> list[str]:
    kinds = [kind.path for kind, _ in read_kinds(store)]
    things = [entry.thing.path for kind in kinds for entry in list_kind(store, kind)]
    first = ["", "shared", "questions", "ontology", "dataset", "dumps", *(f"questions/{name}" for name in library())]
    return [*first, *(f"doc/{path}" for path in (*kinds, *things))]


def _sheet(heading: list[str], rows: list[list[str]], name: str) -> Response:
    return download(write_sheet(heading, rows), "text/csv", name)


def _json(content: object) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, indent=1) + "\n", mimetype="application/json")
