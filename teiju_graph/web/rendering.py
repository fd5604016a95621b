"""Rendering: pages from templates. Each language has templates of its own, in which what is the same on all its pages,
words and addresses without parameters, is put in when they are compiled."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cache, lru_cache, partial
from gettext import translation
from typing import Any

from flask import Flask, current_app, request
from flask.templating import Environment as FlaskEnvironment
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from werkzeug.routing import BuildError

from teiju_graph.files import folder
from teiju_graph.labels import Link
from teiju_graph.web.citation import cite
from teiju_graph.web.place import Place, language, the_place


class Environment(FlaskEnvironment):
    """Templates whose calls of the functions `settled`, by name, with constants are made when they are compiled."""

    settled: Mapping[str, Callable[..., Any]] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template finds without being given them, in one mapping: they are looked up for every page."""
        return {**self.globals, **(d or {})}

    def _generate(self, source: nodes.Template, *more: Any, **named: Any) -> str:
        return super()._generate(_Settling(self).visit(source), *more, **named)


class _Settling(NodeTransformer):
    def __init__(self, environment: Environment):
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Put what a settled function returns in the place of its call, where all that it takes is constant."""
        call = self.generic_visit(node)
        assert isinstance(call, nodes.Call)
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name not in self._environment.settled or call.dyn_args or call.dyn_kwargs:
            return call
        try:
            given = [each.as_const() for each in call.args]
            named = {each.key: each.value.as_const() for each in call.kwargs}
            value = self._environment.settled[name](*given, **named)
        except (nodes.Impossible, BuildError):  # the page of a release, which a server lacks
            return call
        return nodes.Const(value, lineno=call.lineno, environment=self._environment)


def prepare(app: Flask, **offered: object) -> None:
    """Let an application render the templates of `web/templates`; offered: what all of them can use."""
    app.jinja_environment = Environment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(offered)
    app.extensions["environments"] = lru_cache(maxsize=8)(partial(_environment, app))


def render_template(name: str, **given: object) -> str:
    """Return the page asked for, by a template."""
    first = request.path == "/" and language() == "ja"
    offer = first and request.accept_languages.best_match(["ja", "en"]) == "en"
    return render(the_place(), name, offer_english=offer, **given)


def render(place: Place, name: str, **given: object) -> str:
    """Return the page that stands at a place, by a template; needs the application, but no request."""
    environment = current_app.extensions["environments"](place.root, place.lang)
    return environment.get_template(name).render(
        given,
        here=place.path,
        here_whole=f"{place.path}{place.query}",
        citation=cite(place),
        address_ja=place.address("ja"),
        address_en=place.address("en"),
    )


def _environment(app: Flask, root: str, lang: str) -> Environment:
    """The templates in a language, for a site at `root`."""
    made = app.jinja_env.overlay()
    assert isinstance(made, Environment)
    adapter = app.url_map.bind("", script_name=root or "/")
    made.settled = {
        "_": partial(_translate, lang),
        "url_for": lambda endpoint, **values: adapter.build(endpoint, values),
    }
    made.filters = {
        **app.jinja_env.filters,
        "label": lambda named: named.label(lang),
        "anchor": lambda link: anchor(link, lang, root),
        "anchors": lambda links: anchors(links, lang, root),
    }
    made.globals = {
        **app.jinja_env.globals,
        **made.settled,
        "lang": lang,
        "other": "en" if lang == "ja" else "ja",
        "comma": "、" if lang == "ja" else ", ",
        "root": root,
    }
    return made


def _translate(lang: str, text: str, /, **values: object) -> Markup:
    """A text in a language, with values put in; it may hold marks of HTML, values are escaped."""
    word = _word(text, lang)
    return word % values if values or "%" in word else word


@cache
def _word(text: str, lang: str) -> Markup:
    return Markup(translation("messages", folder("web/translations"), [lang], fallback=True).gettext(text))


@lru_cache(maxsize=8192)
def anchor(link: Link, lang: str, root: str) -> Markup:
    """Return the link to a thing's page, or to its own site; the name is escaped, and marked where it is in the other
    language."""
    name = escape(link.label(lang))
    if link.inside:
        other = "" if getattr(link, lang) else f' lang="{"en" if lang == "ja" else "ja"}"'
        return Markup(f'<a href="{escape(root)}/doc/{escape(link.path)}"{other}>{name}</a>')
    if link.iri.startswith("http"):
        return Markup(f'<a href="{escape(link.iri)}" rel="external">{name}</a>')
    return name


def anchors(links: Iterable[Link], lang: str, root: str) -> Markup:
    """Return the links to several things as a list in the language of the page: A、B or A, B."""
    return _anchors(tuple(links), lang, root)


@lru_cache(maxsize=8192)
def _anchors(links: tuple[Link, ...], lang: str, root: str) -> Markup:
    return Markup("、" if lang == "ja" else ", ").join(anchor(link, lang, root) for link in links)
