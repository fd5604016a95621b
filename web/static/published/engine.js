// The engine of a published site: Oxigraph over the release's dataset, in a worker of its own, so that a page never
// waits for it and can end it.
import init, { Store, namedNode } from "../vendor/oxigraph.js";

const root = new URL("../../", import.meta.url);
const ROWS = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"];
const GRAPHS = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/n-quads", "application/trig"];
const ready = open();

async function open() {
  const [content] = await Promise.all([read(new URL("dumps/teiju.nq.gz", root)), init({ module_or_path: new URL("../vendor/oxigraph.wasm", import.meta.url) })]);
  const store = new Store();
  store.load(content, { format: "application/n-quads", no_transaction: true, lenient: true });
  return store;
}

// A host may have unpacked the file on its way.
async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const content = await answer.arrayBuffer();
  const first = new Uint8Array(content, 0, 2);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return new TextDecoder().decode(content);
  return new Response(new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

function formOf(query) {
  const bare = query
    .replace(/<[^<>"{}|^`\\\s]*>|#[^\n\r]*/g, (found) => (found[0] === "<" ? "<>" : " "))
    .replace(/\b(?:PREFIX\s+[^\s:]*:|BASE)\s*<>/gi, " ");
  return (/\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare)?.[1] || "").toUpperCase();
}

function choose(accept, offered) {
  const wanted = accept.split(",").map((part) => {
    const [type, ...rest] = part.split(";").map((each) => each.trim().toLowerCase());
    return { type, weight: Number(rest.find((each) => each.startsWith("q="))?.slice(2) ?? 1) };
  });
  const weigh = (type) =>
    Math.max(0, ...wanted.filter((each) => [type, `${type.split("/")[0]}/*`, "*/*"].includes(each.type)).map((each) => each.weight));
  const best = [...offered].sort((one, other) => weigh(other) - weigh(one))[0]; // the first stands where all are alike
  return weigh(best) > 0 ? best : null;
}

function ask(store, asked) {
  const form = formOf(asked.query);
  const offered = form === "CONSTRUCT" || form === "DESCRIBE" ? GRAPHS : form === "ASK" ? ROWS.slice(0, 2) : ROWS;
  const type = choose(asked.accept, offered);
  if (!type) return { status: 406, type: "text/plain;charset=utf-8", body: `It comes as ${offered.join(", ")}.\n` };
  const options = { results_format: type, base_iri: asked.base };
  if (asked.defaults?.length || asked.named?.length) {
    options.default_graph = asked.defaults.map(namedNode);
    options.named_graphs = asked.named.map(namedNode);
  }
  return { status: 200, type: type.startsWith("text/") ? `${type};charset=utf-8` : type, body: store.query(asked.query, options) };
}

self.onmessage = async ({ data, ports: [port] }) => {
  try {
    port.postMessage(ask(await ready, data));
  } catch (error) {
    port.postMessage({ status: 400, type: "text/plain;charset=utf-8", body: `${error.message ?? error}\n` });
  }
};
