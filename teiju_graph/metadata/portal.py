"""Fields that portals of open data ask for: CKAN's package with its resources (as BODIK takes it), the same as a table
with Japanese headings, and who takes part in what by the common columns of 自治体標準オープンデータセット."""

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from teiju_graph.engines.store import Store, select
from teiju_graph.metadata.catalogue import DATASET, DCAT
from teiju_graph.queries import page_query
from teiju_graph.vocab import path_of, term

_TITLE, _DESCRIPTION = term("dcterms:title"), term("dcterms:description")
_LICENCE_ID = "CC-BY-4.0"


def ckan_package(catalogue: Sequence[Triple]) -> dict:
    """Return the dataset that a catalogue describes (catalogue.describe_catalogue) as CKAN's `package_create` takes it:
    name, title, notes, licence, tags, author, version, extras, resources with name, address and format."""
    told = _Told(catalogue)
    resources = [
        {
            "name": told.text(form, _TITLE),
            "description": told.text(form, _DESCRIPTION),
            "url": told.one(form, DCAT + "downloadURL") or told.one(form, DCAT + "accessURL"),
            "format": told.one(form, term("dcterms:format").value).rpartition("/")[2],
            "mimetype": told.one(form, DCAT + "mediaType").partition("media-types/")[2],
        }
        for form in told.nodes(DATASET, DCAT + "distribution")
    ]
    keywords = [each for each in told.values(DATASET, DCAT + "keyword") if isinstance(each, Literal)]
    publisher = told.nodes(DATASET, term("dcterms:publisher").value)[0]
    return {
        "name": "teiju-graph",
        "title": told.text(DATASET, _TITLE),
        "title_en": told.text(DATASET, _TITLE, "en"),
        "notes": told.text(DATASET, _DESCRIPTION),
        "notes_en": told.text(DATASET, _DESCRIPTION, "en"),
        "license_id": _LICENCE_ID,
        "license_url": told.one(DATASET, term("dcterms:license").value),
        "author": told.text(publisher, term("foaf:name")),
        "version": told.one(DATASET, DCAT + "version"),
        "tags": [{"name": each.value} for each in keywords if each.language == "ja"],
        "extras": [
            {"key": "公開日", "value": told.one(DATASET, term("dcterms:issued").value)},
            {"key": "最終更新日", "value": told.one(DATASET, term("dcterms:modified").value)},
            {"key": "更新頻度", "value": "不定期"},
            {"key": "言語", "value": "日本語・英語"},
            {"key": "固定アドレス", "value": DATASET.value},
        ],
        "resources": resources,
    }


def portal_rows(package: dict) -> tuple[list[str], list[list[str]]]:
    """Return the heading and a row for each resource of a CKAN package, as portals' lists of data have them."""
    heading = ["データ名称", "データ概要", "分類", "タグ", "作成者", "ライセンス", "更新頻度", "公開日", "最終更新日"]
    heading += ["バージョン", "リソース名", "リソース概要", "ファイル形式", "URL", "備考"]
    extras = {each["key"]: each["value"] for each in package["extras"]}
    shared = [
        package["title"],
        package["notes"],
        "行政・市町村の連携",
        ";".join(tag["name"] for tag in package["tags"]),
    ]
    shared += [package["author"], "CC BY 4.0", extras["更新頻度"], extras["公開日"], extras["最終更新日"]]
    rows = [
        [*shared, package["version"], each["name"], each["description"], each["format"], each["url"], DATASET.value]
        for each in package["resources"]
    ]
    return heading, rows


def participation_rows(store: Store) -> tuple[list[str], list[list[str]]]:
    """Return the heading and a row for each municipality and each cooperation that it takes part in."""
    heading = ["全国地方公共団体コード", "ID", "地方公共団体名", "名称", "名称_英字", "種別", "一覧は閉じているか"]
    heading += ["開始年", "出典", "URL"]
    rows = []
    for row in select(store, page_query("participations").text):
        closed = {"true": "閉じている", "false": "ほかにもある"}.get(_plain(row["complete"]), "不明")
        path = path_of(row["cooperation"].value)
        named = [_plain(row[name]) for name in ("code", "municipality", "ja", "en", "kind")]
        code, municipality, ja, en, kind = named
        source = path_of(row["source"].value).partition("/")[2] if row["source"] else ""
        since = _plain(row["since"])[:4]
        rows.append([code, path, municipality, ja, en, kind, closed, since, source, row["cooperation"].value])
    return heading, rows


def _plain(value) -> str:
    return "" if value is None else value.value


class _Told:
    """Statements by subject and property."""

    def __init__(self, statements: Sequence[Triple]):
        self._found: dict[tuple[str, str], list] = {}
        for each in statements:
            self._found.setdefault((each.subject.value, each.predicate.value), []).append(each.object)  # type: ignore[union-attr]

    def values(self, subject: NamedNode, name: str) -> list:
        return self._found.get((subject.value, name), [])

    def nodes(self, subject: NamedNode, name: str) -> list[NamedNode]:
        return [each for each in self.values(subject, name) if isinstance(each, NamedNode)]

    def one(self, subject: NamedNode, name: str) -> str:
        return next((each.value for each in self.values(subject, name)), "")

    def text(self, subject: NamedNode, name: NamedNode, lang: str = "ja") -> str:
        return next((each.value for each in self.values(subject, name.value) if each.language == lang), "")
