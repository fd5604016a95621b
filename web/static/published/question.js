// A question of the library with what was given for its parameters.
import { namesOf } from "./names.js";
import { BASE, lang, words } from "./place.js";

// The head of a question says the type of each parameter; in its text VALUES ?name { UNDEF } waits for the terms.
export async function fill(text, given) {
  const terms = new Map();
  for (const [, name, head] of text.matchAll(/^#\+ \[parameters\.(\w+)\]\n((?:#\+ [^[\n].*\n)*)/gm)) {
    const type = /^#\+ type = "([^"]*)"/m.exec(head)[1];
    const label = new RegExp(`^#\\+ ${lang} = "([^"]*)"`, "m").exec(head)[1];
    const values = given.getAll(name).map((each) => each.trim()).filter(Boolean);
    if (!values.length && !/^#\+ optional = true/m.test(head)) throw new Error(`${words.needs} ${label}`);
    if (values.length) terms.set(name, (await Promise.all(values.map((each) => termOf(type, each)))).join(" "));
  }
  return text.replaceAll(/(VALUES\s+\?(\w+)\s*\{\s*)UNDEF(\s*\})/g, (whole, before, name, after) => (terms.has(name) ? before + terms.get(name) + after : whole));
}

async function termOf(type, value) {
  if (type === "text") return JSON.stringify(value);
  if (type === "year" || type === "integer") {
    if (!/^-?\d{1,9}$/.test(value)) throw new Error(`${words.unknown} ${value}`);
    return value;
  }
  const names = await namesOf(type);
  const path = value.replace(BASE, "");
  const found = [path, `${type}/${path}`].find((each) => names.paths.has(each)) ?? names.named.get(value);
  if (!found) throw new Error(`${words.unknown} ${value}`);
  return `<${BASE}${found}>`;
}
