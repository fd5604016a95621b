// The search for words in what is said of things, each levelled as the server levels it.
import { cellOf, paragraph, put } from "./answer.js";
import { BASE, lang, read, words } from "./place.js";

const MOST = 200; // of what a search finds

export async function findWords(typed) {
  const { variants, eras, things } = JSON.parse(await read("static/published/search.json"));
  const terms = typed.normalize("NFKC").split(/\s+/).map((each) => level(years(each, eras), variants)).filter(Boolean);
  const found = terms.length ? things.filter(([, , , text]) => terms.every((term) => text.includes(term))) : []; // of signs alone nothing
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
