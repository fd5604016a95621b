// The answer in the page, as the server would show it: a table, words or Turtle, and the same to take away.
import { labelsOf } from "./names.js";
import { BASE, answered, lang, read, root, rows, words } from "./place.js";

export async function show(query, partners = false, columns = null) {
  const waiting = put(paragraph(words.asking));
  waiting.setAttribute("aria-busy", "true");
  const answer = await answered(query, "application/sparql-results+json, text/turtle;q=0.9");
  if (answer.type.startsWith("text/turtle")) {
    const text = document.createElement("pre");
    text.tabIndex = 0;
    text.textContent = answer.body;
    put(text);
    return;
  }
  const told = JSON.parse(answer.body);
  if ("boolean" in told) put(paragraph(told.boolean ? words.yes : words.no));
  else if (!told.results.bindings.length) put(paragraph(words.nothing));
  else put(...(await table(told, partners, columns)), await takeAway(query));
}

async function table(told, partners, columns) {
  const found = told.results.bindings;
  if (partners) await addPartners(told);
  if (columns) told.head.vars = shownColumns(told.head.vars, found);
  const links = await labelsOf(found.flatMap((row) => Object.values(row).flat().filter((each) => each.type === "uri").map((each) => each.value)));
  const sheet = document.createElement("table");
  const heading = sheet.createTHead().insertRow();
  for (const name of told.head.vars) {
    const cell = document.createElement("th");
    cell.scope = "col";
    const called = columns && (columns[name] ?? columns[name.replace(/_(?:ja|en)$/, "")]);
    cell.textContent = (partners && words.heads[name]) || called?.[lang] || name;
    heading.append(cell);
  }
  const body = sheet.createTBody();
  for (const row of found) {
    const line = body.insertRow();
    for (const name of told.head.vars) {
      const cells = [row[name]].flat().map((each) => cellOf(each, links));
      line.insertCell().append(...cells.flatMap((each, place) => (place ? [" ", each] : [each])));
    }
  }
  const wide = document.createElement("div");
  wide.className = "wide";
  wide.tabIndex = 0;
  wide.setAttribute("role", "region");
  wide.setAttribute("aria-label", words.answer);
  wide.append(sheet);
  return [paragraph(words.rows.replace("{}", found.length)), wide];
}

// The columns of a question's answer that the server shows: not those that repeat in words what a column of things shows,
// nor those in the other language.
function shownColumns(names, found) {
  const linked = new Set(names.filter((name) => found.some((row) => row[name]?.type === "uri")));
  return names.filter((name) => {
    const [, stem, ending] = /^(?:(.+)_)?(ja|en)$/.exec(name) ?? [];
    if (!ending) return true;
    if (!stem) return !linked.has(names[0]) && (ending === lang || !names.includes(lang));
    return !linked.has(stem) && (ending === lang || !names.includes(`${stem}_${lang}`));
  });
}

// A cooperation and everyone who takes part, instead of its two names.
async function addPartners(told) {
  const things = told.results.bindings.map((row) => `<${row.cooperation.value}>`).join(" ");
  const text = (await read("static/published/cooperation-participants.rq")).replace("UNDEF", () => things);
  const found = Map.groupBy((await rows(text)).results.bindings, (row) => row.things.value);
  told.head.vars = ["cooperation", ...told.head.vars.filter((name) => !["cooperation", "ja", "en", "shared"].includes(name)), "participants"];
  for (const row of told.results.bindings) row.participants = (found.get(row.cooperation.value) ?? []).map((each) => each.participant);
}

export function cellOf(value, links) {
  if (!value) return "";
  if (value.type !== "uri") {
    const text = document.createElement("span");
    text.textContent = value.value === "true" ? words.yes : value.value === "false" ? words.no : value.value;
    if (value["xml:lang"] && value["xml:lang"] !== lang) text.lang = value["xml:lang"];
    return text;
  }
  const link = document.createElement("a");
  link.textContent = links.get(value.value) ?? value.value;
  if (value.value.startsWith(BASE)) link.href = new URL(`${lang === "en" ? "en/" : ""}doc/${value.value.replace(BASE, "")}.html`, root).href;
  else if (/^https?:/.test(value.value)) link.href = value.value;
  return link;
}

async function takeAway(query) {
  const line = paragraph(`${words.take} `, "take");
  for (const [name, type] of [["CSV", "text/csv"], ["JSON", "application/sparql-results+json"]]) {
    const { body } = await answered(query, type);
    const link = document.createElement("a");
    link.textContent = name;
    link.download = `answer.${name.toLowerCase()}`;
    link.href = URL.createObjectURL(new Blob([name === "CSV" ? `\ufeff${body}` : body], { type }));
    line.append(link, " ");
  }
  return line;
}

export function paragraph(text, kind = "") {
  const made = document.createElement("p");
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// One section below the heading of the page holds the answer.
export function put(...parts) {
  let section = document.getElementById("published-answer");
  if (!section) {
    section = document.createElement("section");
    section.id = "published-answer";
    section.setAttribute("aria-live", "polite");
    document.querySelector("main h1").after(section);
  }
  const heading = document.createElement("h2");
  heading.textContent = words.answer;
  section.removeAttribute("aria-busy");
  section.replaceChildren(heading, ...parts);
  return section;
}
