// The service worker of a published site: what is asked of `sparql` by any script of this origin is answered by the
// engine that an open page of the site runs. It stands at the root, for it answers below its own place only.
"use strict";

const PATHS = new Set(["sparql", "sparql/", "en/sparql", "en/sparql/"]);
const PATIENCE = 500; // milliseconds within which a page says that it will answer

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const scope = new URL(self.registration.scope);
  if (address.origin !== scope.origin || !address.pathname.startsWith(scope.pathname)) return;
  if (!PATHS.has(address.pathname.slice(scope.pathname.length)) || event.request.mode === "navigate") return;
  if (event.request.method !== "POST" && !address.searchParams.has("query")) return;
  event.respondWith(answer(event.request, address, event.clientId));
});

async function answer(request, address, asking) {
  const asked = await read(request, address);
  if (asked.query === null) return tell(400, "The request holds no query.");
  const pages = await self.clients.matchAll({ type: "window" });
  pages.sort((one, other) => (other.id === asking) - (one.id === asking));
  for (const page of pages) {
    const told = await ask(page, asked);
    if (told) return new Response(told.body, { status: told.status, headers: { "Content-Type": told.type, Vary: "Accept" } });
  }
  return tell(503, "Open a page of this site: SPARQL is answered by the page.");
}

// SPARQL 1.1 Protocol, 2.1: GET, POST of a form, POST of a query.
async function read(request, address) {
  const given = new URLSearchParams(address.search);
  const type = request.headers.get("Content-Type") || "";
  if (request.method === "POST") {
    const body = await request.text();
    if (type.startsWith("application/sparql-query")) given.set("query", body);
    else for (const [name, value] of new URLSearchParams(body)) given.append(name, value);
  }
  return {
    query: given.get("query"),
    defaults: given.getAll("default-graph-uri"),
    named: given.getAll("named-graph-uri"),
    accept: request.headers.get("Accept") || "*/*",
    base: address.origin + address.pathname,
  };
}

function ask(page, asked) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const patience = setTimeout(() => resolve(null), PATIENCE);
    port1.onmessage = ({ data }) => (data === "taken" ? clearTimeout(patience) : resolve(data));
    page.postMessage({ sparql: asked }, [port2]);
  });
}

function tell(status, text) {
  return new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain;charset=utf-8" } });
}
