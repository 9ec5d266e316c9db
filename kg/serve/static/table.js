// Results as a table: entities by their names, as links to their pages and into the explorer.

import { element } from "./dom.js";
import { cellWord, columnWord, word } from "./words.js";

export const MOST = 1000;

/** The column that a reader sees for each variable: ?person is left out where ?personName tells the name. */
export function columnsOf(variables, setup) {
  return variables
    .filter((name) => !variables.includes(`${name}Name`))
    .map((name) => {
      const stem = name.replace(/Name$/, "");
      const of = stem !== name && variables.includes(stem) ? stem : name;
      return { name, of, title: columnWord(of, setup) };
    });
}

export function idOf(term, base) {
  return term && term.type === "uri" && term.value.startsWith(base) ? term.value.slice(base.length) : null;
}

export function isEntity(id) {
  return /^(per|org|loc)-/.test(id || "");
}

export function shortened(iri, prefixes) {
  const [prefix, start] = Object.entries(prefixes).find(([, start]) => iri.startsWith(start)) || [];
  return prefix && /^[\w-]+$/.test(iri.slice(start.length)) ? `${prefix}:${iri.slice(start.length)}` : iri;
}

/** `asked` is the query: one that asks for posts gives rows of posts, unless a column tells the relation. */
export function renderTable(variables, rows, setup, labels, asked) {
  const columns = columnsOf(variables, setup);
  const head = element("tr", {}, ...columns.map(({ title }) => element("th", { scope: "col" }, title)));
  const body = rows.slice(0, MOST).map((row) =>
    element("tr", {}, ...columns.map(({ name, of }) => cell(row[name], row[of], of, setup, labels, isOfPost(row, asked)))),
  );
  return element("table", { class: "rows" }, element("thead", {}, head), element("tbody", {}, ...body));
}

function isOfPost({ relation }, asked) {
  return (relation ? relation.value : asked).includes("holdsPost");
}

function cell(shown, named, name, setup, labels, post) {
  const id = idOf(named, setup.base);
  const term = shown || named;
  if (!term) return element("td");
  const text = labels.get(term.value) || cellWord(name, textOf(term, setup.prefixes), setup, post);
  if (id === null) {
    const narrow = text.length < 14 ? "plain" : null;
    const address = term.type === "uri" && /^https?:/.test(term.value) && !shortened(term.value, setup.prefixes).includes(":") ? term.value : null;
    return element("td", { class: ["sentence", "source"].includes(name) ? name : narrow, dir: "auto" }, address ? element("a", { href: address }, text) : text);
  }
  const link = element("a", { href: `/id/${id}`, dir: "auto" }, text);
  const explore = element("a", { class: "explore", href: `/#s=entity~${encodeURIComponent(id)}`, title: word("explore"), "aria-label": `${word("explore")}: ${text}` }, "◎");
  return element("td", { class: "plain" }, link, isEntity(id) ? explore : null);
}

export function textOf(term, prefixes) {
  if (term.type === "uri") return shortened(term.value, prefixes);
  if (term.type === "triple") return ["subject", "predicate", "object"].map((part) => textOf(term.value[part], prefixes)).join(" ");
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}
