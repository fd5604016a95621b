// The forms of a published site: what a page was asked for in its address is asked of the engine, and its answer put
// into the page as the server would.
const BASE = "https://w3id.org/teiju/id/";
const lang = document.documentElement.lang;
let words, root, ask;

export async function answerPage(place, engine) {
  [root, ask] = [place, engine];
  words = JSON.parse(document.getElementById("published-words").textContent);
  offerNames();
  const given = new URLSearchParams(location.search);
  if (!given.size) return;
  const path = location.pathname.slice(root.pathname.length).replace(/^en\//, "").replace(/(?:index\.html|\/)+$/, "");
  const [page, name] = path.split("/");
  try {
    if (page === "sparql") await answerEditor(given);
    else if (page === "questions" && name) {
      keep(given);
      await answerFrom(`questions/${name}.rq`, given);
    } else if (page === "shared") await answerFinder(given);
    else if (page === "search") await answerSearch(given);
  } catch (error) {
    put(paragraph(error.message, "unknown"));
  }
}

async function answerEditor(given) {
  if (given.has("example") && !given.has("query")) {
    const text = await read(`questions/${given.get("example")}.rq`);
    location.replace(`?${new URLSearchParams({ query: text })}`);
    return;
  }
  const query = given.get("query");
  if (!query) return;
  document.querySelector("textarea[name=query]").value = query;
  await show(query);
}

async function answerFinder(given) {
  const mode = given.get("mode") || "all";
  const typed = given.getAll("name").join(" ").split(/[\s、,,・]+/).filter(Boolean);
  const asked = new URLSearchParams(given);
  for (const name of ["mode", "name"]) asked.delete(name);
  for (const name of typed) asked.append("m", name);
  if (!asked.has("m")) return;
  keep(given);
  await answerFrom(`static/published/finder-${mode}.rq`, asked, true);
}

const MOST = 200; // of what a search finds

async function answerSearch(given) {
  const typed = given.get("q") || "";
  keep(given);
  if (!typed.trim()) return;
  const { variants, eras, things } = JSON.parse(await read("static/published/search.json"));
  const terms = typed.normalize("NFKC").split(/\s+/).map((each) => level(years(each, eras), variants)).filter(Boolean);
  const found = things.filter(([, , , text]) => terms.every((term) => text.includes(term)));
  const rank = ([, , , text]) => Math.max(...terms.map((term) => text.split("\n").findIndex((line) => line.includes(term))));
  found.sort((one, other) => rank(one) - rank(other));
  const list = document.createElement("ul");
  list.className = "hits";
  for (const [path, ja, en] of found.slice(0, MOST)) {
    const item = document.createElement("li");
    item.append(cellOf({ type: "uri", value: BASE + path }, new Map([[BASE + path, (lang === "ja" ? ja || en : en || ja) || path]])));
    list.append(item);
  }
  put(paragraph(found.length ? words.found.replace("{}", found.length) : words.nothing), list);
}

// Years of an era, by its name or its letter, as years CE: 平成17年, 平成17, H17 are 2005 as 2005年 is.
function years(text, eras) {
  const ce = (_, era, year) => `${eras[era.toLowerCase()] + (year === "元" ? 1 : Number(year))}年`;
  return text
    .replace(/(?<![A-Za-z])([MTSHR])\.?(\d{1,2}|元)(?![\dA-Za-z])年?/gi, ce)
    .replace(/(明治|大正|昭和|平成|令和)(\d{1,2}|元)(?!\d)年?/g, ce)
    .replace(/(?<!\d)([12]\d{3})年/g, "$1");
}

// As the server levels what it compares: width, case, old characters, kana, signs, が and の in names.
function level(text, variants) {
  const plain = [...text.normalize("NFKC").normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase()];
  return plain
    .map((each) => variants[each] ?? each)
    .filter((each) => /[\p{L}\p{N}ー]/u.test(each))
    .join("")
    .replace(/[ァ-ヶ]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0x60))
    .replace(/(?<=[々㐀-鿿])[ゖけが](?=[々㐀-鿿])/g, "が")
    .replace(/(?<=[々㐀-鿿])[の之](?=[々㐀-鿿])/g, "の");
}

async function answerFrom(path, given, partners = false) {
  const columns = partners ? null : JSON.parse(await read("static/published/columns.json"));
  await show(await fill(await read(path), given), partners, columns);
}

// What was chosen stays chosen in the form.
function keep(given) {
  for (const field of document.querySelectorAll("main form [name]")) {
    const values = given.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked ||= values.includes(field.value);
    else if (field.tagName === "SELECT") for (const each of field.options) each.selected = values.includes(each.value);
    else if (values.length && field.tagName === "INPUT") {
      field.value = values[0];
      for (const value of values.slice(1)) field.parentElement.append(anotherLike(field, value));
    }
  }
}

function anotherLike(field, value) {
  const more = field.cloneNode();
  more.removeAttribute("id");
  more.setAttribute("aria-label", field.labels?.[0]?.textContent ?? field.name);
  more.value = value;
  return more;
}

// The head of a question says the type of each parameter; in its text VALUES ?name { UNDEF } waits for the terms.
async function fill(text, given) {
  for (const [, name, head] of text.matchAll(/^#\+ \[parameters\.(\w+)\]\n((?:#\+ [^[\n].*\n)*)/gm)) {
    const type = /^#\+ type = "([^"]*)"/m.exec(head)[1];
    const label = new RegExp(`^#\\+ ${lang} = "([^"]*)"`, "m").exec(head)[1];
    const values = given.getAll(name).map((each) => each.trim()).filter(Boolean);
    if (!values.length && !/^#\+ optional = true/m.test(head)) throw new Error(`${words.needs} ${label}`);
    const terms = await Promise.all(values.map((each) => termOf(type, each)));
    if (terms.length) text = text.replaceAll(new RegExp(`(VALUES\\s+\\?${name}\\s*\\{\\s*)UNDEF(\\s*\\})`, "g"), `$1${terms.join(" ").replaceAll("$", "$$$$")}$2`);
  }
  return text;
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

const known = new Map();
async function namesOf(kind) {
  if (!known.has(kind)) {
    const within = JSON.stringify(BASE + (kind === "thing" ? "" : `${kind}/`));
    const text = (await read("static/published/names.rq")).replace("UNDEF", within);
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
function offerNames() {
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

async function read(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

async function answered(query, accept) {
  const answer = await ask({ query, accept });
  if (answer.status !== 200) throw new Error(answer.body);
  return answer;
}

async function rows(query) {
  return JSON.parse((await answered(query, "application/sparql-results+json")).body);
}

async function show(query, partners = false, columns = null) {
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
  const text = (await read("static/published/cooperation-participants.rq")).replace("UNDEF", things);
  const found = Map.groupBy((await rows(text)).results.bindings, (row) => row.things.value);
  told.head.vars = ["cooperation", ...told.head.vars.filter((name) => !["cooperation", "ja", "en", "shared"].includes(name)), "participants"];
  for (const row of told.results.bindings) row.participants = (found.get(row.cooperation.value) ?? []).map((each) => each.participant);
}

function cellOf(value, links) {
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

async function labelsOf(addresses) {
  const links = new Map();
  if (!addresses.length) return links;
  const things = [...new Set(addresses)].map((each) => `<${each}>`).join(" ");
  const text = (await read("static/published/labels.rq")).replace("UNDEF", things);
  for (const row of (await rows(text)).results.bindings) {
    const own = row.name["xml:lang"];
    if (own === lang || !links.has(row.things.value)) links.set(row.things.value, row.name.value);
  }
  return links;
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

function paragraph(text, kind = "") {
  const made = document.createElement("p");
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// One section below the heading of the page holds the answer.
function put(...parts) {
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
