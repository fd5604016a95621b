"""What only a published release has: the pages of what changed since the one before, and of what validation found."""

from dataclasses import dataclass, field

from flask import Blueprint, current_app

from teiju_graph.releases.changes import KINDS, Changes, count_words
from teiju_graph.validation.violations import Violation
from teiju_graph.web.rendering import render_template

blueprint = Blueprint("publication", __name__)
FORMS = ("ttl", "jsonld")  # a file host sends each form from a file of its own: two that every tool reads


@dataclass(frozen=True)
class Publication:
    """The release that the site's files are. base_url: where they will stand; previous: the version before, empty for
    the first; earlier: the versions that are kept, the youngest first."""

    version: str
    date: str
    digest: str
    base_url: str
    previous: str = ""
    changes: Changes = field(default_factory=Changes)
    violations: tuple[Violation, ...] = ()
    earlier: tuple[str, ...] = ()


@blueprint.get("/changes")
def changes():
    """What changed since the release before, and where the earlier ones are."""
    told: Publication = current_app.extensions["publication"]
    return render_template("changes.html", told=told, kinds=KINDS, count_words=count_words)


@blueprint.get("/validation")
def validation():
    """What the shapes and the violation queries found."""
    return render_template("validation.html", told=current_app.extensions["publication"])
