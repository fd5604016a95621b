// The names of things: what a thing is called, which thing a name means, and the names that are offered while one is typed.
import { BASE, lang, read, rows } from "./place.js";

export async function labelsOf(addresses) {
  const links = new Map();
  if (!addresses.length) return links;
  const things = [...new Set(addresses)].map((each) => `<${each}>`).join(" ");
  const text = (await read("static/published/labels.rq")).replace("UNDEF", () => things);
  for (const row of (await rows(text)).results.bindings) {
    const own = row.name["xml:lang"];
    if (own === lang || !links.has(row.things.value)) links.set(row.things.value, row.name.value);
  }
  return links;
}

const known = new Map();
export async function namesOf(kind) {
  if (!known.has(kind)) {
    const within = JSON.stringify(BASE + (kind === "thing" ? "" : `${kind}/`));
    const text = (await read("static/published/names.rq")).replace("UNDEF", () => within);
    const [named, paths] = [new Map(), new Set()];
    for (const row of (await rows(text)).results.bindings) {
      const path = row.thing.value.replace(BASE, "");
      paths.add(path);
      if (!named.has(row.name.value)) named.set(row.name.value, path);
    }
    known.set(kind, { named, paths });
  }
  return known.get(kind);
}

// While a name is typed into the finder, the municipalities that it may mean stand below, to be chosen.
export function offerNames() {
  const form = document.getElementById("finder");
  const typed = form?.elements.namedItem("name");
  if (!typed) return;
  const [place, chosen] = ["suggested", "chosen"].map((id) => document.getElementById(id));
  typed.addEventListener("input", async () => {
    const last = typed.value.split(/[\s、,,・]+/).pop();
    const { named } = await namesOf("municipality");
    const found = new Set();
    for (const [name, path] of named) if (last && name.toLowerCase().startsWith(last.toLowerCase())) found.add(path);
    const links = await labelsOf([...found].slice(0, 12).map((path) => BASE + path));
    place.replaceChildren(...[...links].map(([address, name]) => boxOf(address, name)));
    place.hidden = !links.size;
  });
  place.addEventListener("change", ({ target }) => {
    chosen.append(target.closest("label"));
    chosen.hidden = false;
    place.hidden = true;
    typed.value = typed.value.replace(/[^\s、,,・]*$/, "");
    typed.focus();
  });
}

function boxOf(address, name) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name: "m", value: address.split("/").pop() });
  label.append(box, ` ${name}`);
  return label;
}
