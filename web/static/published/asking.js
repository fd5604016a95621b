// The forms of a published site: what a page was asked for in its address is asked of the engine, and its answer put
// into the page as the server would.
import { paragraph, put, show } from "./answer.js";
import { offerNames } from "./names.js";
import { begin, read, root } from "./place.js";
import { fill } from "./question.js";
import { findWords } from "./search.js";

export async function answerPage(place, engine) {
  begin(place, engine);
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
    else if (page === "search") {
      keep(given);
      if (given.get("q")?.trim()) await findWords(given.get("q"));
    }
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
