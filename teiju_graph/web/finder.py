"""The finder: choosing municipalities by anything typed, by zone or by prefecture, and what they share."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Response, make_response, redirect, request, url_for
from markupsafe import Markup

from teiju_graph.endpoint.formats import write_sheet
from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import Store
from teiju_graph.errors import ParameterError
from teiju_graph.finding.gazetteer import Place, Reading, open_gazetteer
from teiju_graph.finding.narrowing import Choice, Easier, count_choices, find_easier
from teiju_graph.finding.shared import Shared, find, fitting, passes, read_source_dates, write_rows
from teiju_graph.finding.wish import FILTERS, Wish, read_wish
from teiju_graph.finding.zones import Zone, read_zones
from teiju_graph.pages import read_kinds
from teiju_graph.web.place import language
from teiju_graph.web.rendering import render_template
from teiju_graph.web.site import blueprint, download, the_store

_OPEN = 12  # zones whose members stand on the form at once; more are reached by the list of zones


@dataclass
class Form:
    """What the form of the finder shows. chosen: places that stay checked; readings: what was typed and not clear;
    listed: the members of the area asked for; namesakes: other places that bear a chosen one's name, by its code; open: zones whose members are offered at once; area: the one picked."""

    chosen: list[Place] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    listed: list[Place] = field(default_factory=list)
    open: list[Zone] = field(default_factory=list)
    prefectures: list[str] = field(default_factory=list)
    namesakes: dict[str, list[Place]] = field(default_factory=dict)
    area: str = ""
    mode: str = "all"

    def offer_zones(self, lang: str) -> Markup:
        """Return the zones as choices, the one picked marked."""
        value = Markup('value="{}"').format(self.area)
        return _zone_choices(the_store(), lang).replace(value, value + " selected", 1)


@dataclass
class Found:
    """What the finder found, with what narrows it down, or what finds more where it found nothing."""

    wish: Wish
    results: list[Shared]
    choices: dict[str, list[Choice]]
    easier: list[Easier]
    address: str
    dates: list[tuple[str, str]]
    query: str


@blueprint.get("/")
def home():
    """The first page: the finder, and what is here."""
    return render_template("home.html", form=read_form(), kinds=read_kinds(the_store()))


@blueprint.get("/shared")
def shared():
    """What municipalities share; the form where none is chosen, or where what was typed may mean several."""
    typed = _given("name")
    if typed or request.args.get("step") or (_given("of") and not _given("m")):
        return _choose(typed)
    if not _given("m"):
        return render_template("shared.html", form=read_form(), found=None, message="")
    try:
        wish = _wish()
    except ParameterError as error:
        return _refuse(error)
    if any(not value for _, value in request.args.items(multi=True)):
        return redirect(f"{url_for('site.shared')}?{urlencode(wish.words())}")
    return render_template("shared.html", form=read_form(wish), found=_answer(wish), message="")


@blueprint.get("/shared.csv")
def shared_csv():
    """The finder's answer as CSV that spreadsheets open right."""
    return download(write_sheet(*write_rows(find(the_store(), _wish()))), "text/csv", "shared.csv")


@blueprint.get("/shared.json")
def shared_json():
    """The finder's answer as JSON: one object for each cooperation, with the columns of the CSV."""
    heading, rows = write_rows(find(the_store(), _wish()))
    content = json.dumps([dict(zip(heading, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
    return Response(content, mimetype="application/json")


@blueprint.get("/suggest")
def suggest():
    """The municipalities that what is being typed may mean, as a piece of the form."""
    gazetteer = open_gazetteer(the_store())
    names = gazetteer.split(request.args.get("q", "")[:100])
    reading = gazetteer.read(names[-1]) if names else Reading("")
    if reading.exact and not reading.former:  # what goes on being typed may still become another name
        longer = gazetteer.begin(reading.text)
        reading.others = [place for place in longer if place not in reading.exact]
    response = make_response(render_template("_suggested.html", reading=reading))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def read_form(wish: Wish | None = None) -> Form:
    """Return the form, with the municipalities and the mode of a question where there is one."""
    store = the_store()
    zones = list(read_zones(store).values())
    form = Form(mode=request.args.get("mode") or "all")
    known = [zone for zone in zones if zone.known]
    form.open = known if len(known) <= _OPEN else []
    form.prefectures = open_gazetteer(store).prefectures()
    if wish:
        gazetteer = open_gazetteer(store)
        codes = [code for name, code in wish.words() if name == "m"]
        form.chosen = [gazetteer.places[code] for code in codes if code in gazetteer.places]  # one may lack a name
        form.namesakes = {each.code: found for each in form.chosen if (found := gazetteer.namesakes(each))}
    return form


@kept(8)
def _zone_choices(store: Store, lang: str) -> Markup:
    choice = Markup('<option value="{}">{}</option>')
    return Markup("\n").join(
        choice.format(each.link.path, each.link.label(lang)) for each in read_zones(store).values()
    )


def _choose(typed: list[str]):
    """What was typed becomes codes: at once where all is clear, else by a page that offers what may be meant."""
    gazetteer = open_gazetteer(the_store())
    form = read_form()
    form.chosen = [place for text in _given("m") for place in gazetteer.read(text).exact[:1]]
    readings = [gazetteer.read(name) for text in typed for name in gazetteer.split(text[:1000])]
    company = {place.prefecture for place in form.chosen}
    company |= {each.exact[0].prefecture for each in readings if len(each.exact) == 1}
    for reading in readings:
        meant = reading.meant(company)
        if meant and meant not in form.chosen:
            form.chosen.append(meant)
        elif not meant:
            form.readings.append(reading)
    form.area = request.args.get("of", "")
    form.listed = [place for place in gazetteer.within(form.area) if place not in form.chosen]
    if form.chosen and not form.readings and not request.args.get("step"):
        rest = [(name, value) for name in ("mode", *FILTERS, "year") for value in _given(name)]
        codes = [("m", place.code) for place in form.chosen]
        return redirect(f"{url_for('site.shared')}?{urlencode([*codes, *rest])}")
    unknown = any(not (each.exact or each.others or each.former) for each in form.readings)
    page = render_template("shared.html", form=form, found=None, message="")
    return page, 400 if unknown else 200


def _refuse(error: ParameterError):
    """A page that says what can't be read, with what may have been meant."""
    if request.accept_mimetypes.best_match(["text/plain", "text/html"]) != "text/html":
        raise error
    form = read_form()
    gazetteer = open_gazetteer(the_store())
    for text in _given("m")[:100]:
        reading = gazetteer.read(text[:100])
        if len(reading.exact) == 1:
            form.chosen.append(reading.exact[0])
        else:
            form.readings.append(reading)
    message = error.message(language())
    return render_template("shared.html", form=form, found=None, message=message), 400


def _wish() -> Wish:
    filters = {name: _one(name) for name in FILTERS}
    return read_wish(the_store(), _given("m"), _one("mode") or "all", _one("year"), filters)


def _one(name: str) -> str:
    values = list(dict.fromkeys(_given(name)))
    if len(values) > 1:
        raise ParameterError("値は一つだけです。", "takes one value only.", column=name)
    return values[0] if values else ""


def _given(name: str) -> list[str]:
    return [text.strip() for text in request.args.getlist(name) if text.strip()]


def _answer(wish: Wish) -> Found:
    store = the_store()
    candidates = fitting(store, wish)
    results = [each for each in candidates if passes(each, wish)]
    dates = read_source_dates(store)
    sources = sorted({link for each in results for link in each.sources}, key=lambda link: link.iri)
    lang = language()
    return Found(
        wish=wish,
        results=results,
        choices=count_choices(store, wish, candidates),
        easier=[] if results else find_easier(store, wish),
        address=f"{request.host_url.rstrip('/')}{url_for('site.shared')}?{urlencode(wish.words())}",
        dates=[(link.label(lang), dates[link.iri]) for link in sources if link.iri in dates],
        query=wish.query(),
    )
