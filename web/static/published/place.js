// Where a page of a published site stands: its language, its words, the files beside it, and the engine that it asks.
export const BASE = "https://w3id.org/teiju/id/";
export const lang = document.documentElement.lang;
export let words, root;
let ask;

// root: where the site begins; engine: asked {query, accept}, it promises {status, type, body}.
export function begin(place, engine) {
  [root, ask] = [place, engine];
  words = JSON.parse(document.getElementById("published-words").textContent);
}

export async function read(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

export async function answered(query, accept) {
  const answer = await ask({ query, accept });
  if (answer.status !== 200) throw new Error(answer.body);
  return answer;
}

export async function rows(query) {
  return JSON.parse((await answered(query, "application/sparql-results+json")).body);
}
