// Answers one query over several endpoints by Comunica: { query, endpoints } as JSON from standard input, the answer to
// standard output in one of FORMS. Nothing but the endpoints is asked.
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql";

const FORMS = {
  bindings: "application/sparql-results+xml", // its JSON has a member that the standard does not know
  boolean: "application/sparql-results+json",
  quads: "application/n-triples",
};

function place(address) {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

// Redirects are errors: they could lead to a host that nobody listed.
function fetchOnly(endpoints, outside) {
  const listed = new Set(endpoints.map(place));
  return async (request, options) => {
    const address = typeof request === "string" ? request : (request.url ?? String(request));
    if (!listed.has(place(address))) throw new Error(`${address} is not one of the endpoints`);
    const answer = await outside(request, { ...options, redirect: "error" });
    if (!answer.ok) throw new Error(`${place(address)} answers ${answer.status}`);
    return answer;
  };
}

async function ask() {
  const { query, endpoints } = JSON.parse(await text(process.stdin));
  const fetch = (globalThis.fetch = fetchOnly(endpoints, globalThis.fetch));
  const sources = endpoints.map((value) => ({ type: "sparql", value }));
  const engine = new QueryEngine();
  const answer = await engine.query(query, { sources, fetch });
  const { data } = await engine.resultToString(answer, FORMS[answer.resultType]);
  for await (const chunk of data) process.stdout.write(chunk);
}

ask().catch((error) => {
  process.stderr.write(String(error?.message ?? error));
  process.exitCode = 1;
});
