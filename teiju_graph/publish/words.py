"""The words of a release: what the search of a published site looks through, in the visitor's browser."""

import json

from teiju_graph.engines.store import Store
from teiju_graph.finding.spelling import eras, level, variants
from teiju_graph.finding.texts import read_texts


def write_words_index(store: Store) -> bytes:
    """Return, as JSON, `things`: what can be searched for, each as [what follows id/, ja, en, its levelled words, one
    text a line, names first], `variants`: the characters that are compared as others, and `eras`: the year before each one's first."""
    links, texts = read_texts(store)
    words: dict[str, dict[str, None]] = {}
    for each in texts:
        words.setdefault(each.thing, {})[each.text if each.why == "romaji" else level(each.text)] = None
    things = [[path, link.ja, link.en, "\n".join(words.get(path, ()))] for path, link in sorted(links.items())]
    told = {"variants": variants(), "eras": eras(), "things": things}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
