"""Imports go one way: a room imports only rooms that stand above it in this list, no two modules of a room import each
other, and each says what it is for."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import teiju_graph
from tests.conftest import ROOT

PACKAGE = Path(teiju_graph.__file__).parent
LAYERS = [
    {"errors"},
    {"files", "variables", "vocab"},
    {"ontology", "publishers", "queries"},
    {"engines", "tables"},
    {"ahead", "labels"},
    {"endpoint", "extract", "questions", "replicas", "validation"},
    {"federation", "figures", "finding", "harvest", "pages", "releases"},
    {"metadata", "openapi", "screen", "sentences"},
    {"web"},
    {"publish", "server"},
    {"cli"},
    {"__main__"},
]
# The rooms of a large room, in the order of its work.
INNER = {
    "extract": [
        {"rendition"},
        {"records"},
        {"words"},
        {"media", "text"},
        {"meetings"},
        {"kpis"},
        {"works"},
        {"agreements"},
        {"prose"},
        {"grid"},
        {"fates", "proof"},
        {"reading"},
        {"drafts"},
    ]
}
LEVEL = {name: number for number, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_files" not in path.parts)


def room(path: Path) -> str:
    """The module, or the folder of modules, that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path, within: str = "teiju_graph") -> set[str]:
    """What a module imports of a package: its modules, or its folders of modules."""
    found, depth = set(), within.count(".") + 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{within}."):
            inside = (node.module or "").split(".")[depth:]
            found |= {inside[0]} if inside else {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_layers_above(path):
    if room(path) == "__init__":
        return
    for name in imported(path) - {room(path)} - {"__version__"}:
        assert LEVEL[name] < LEVEL[room(path)], name


@pytest.mark.parametrize("name", INNER)
def test_within_a_large_room_imports_go_one_way_too(name):
    level = {inner: number for number, layer in enumerate(INNER[name]) for inner in layer}
    found = {
        path: path.relative_to(PACKAGE / name).parts[0].removesuffix(".py") for path in (PACKAGE / name).rglob("*.py")
    }
    assert set(found.values()) == {*level, "__init__"}
    for path, inner in found.items():
        for other in imported(path, f"teiju_graph.{name}") - {inner} if inner != "__init__" else ():
            assert level[other] < level[inner], (path, other)


def test_no_modules_import_each_other_in_a_circle():
    graph = {}
    for path in MODULES:
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        graph[name] = {
            (node.module or "").removeprefix("teiju_graph").strip(".")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("teiju_graph.")
        }
    known = {name: {each for each in found if each in graph} for name, found in graph.items()}
    assert list(TopologicalSorter(known).static_order())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_and_every_public_function_what_it_does(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    public = [
        node
        for node in ast.iter_child_nodes(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert not [node.name for node in public if not ast.get_docstring(node)]


def test_a_file_of_code_is_at_most_300_lines():
    static = ROOT / "web" / "static"
    files = [*MODULES, *(path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))]
    files += [path for path in static.rglob("*.js") if static / "vendor" not in path.parents]
    assert {path: length for path in files if (length := len(path.read_text("utf-8").splitlines())) > 300} == {}


def test_serving_needs_neither_rdflib_nor_pyshacl():
    code = "import teiju_graph.web, sys; print({'rdflib', 'pyshacl'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
