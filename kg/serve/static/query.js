// The query page: questions on the left, the editor, and the answer as a table or a drawing.

import { byId, element } from "./dom.js";
import { draw, edgesOfRows, edgesOfTriples } from "./drawing.js";
import { makeEditor } from "./editor.js";
import { MOST, idOf, renderTable, textOf } from "./table.js";
import { LANGUAGE, columnWord, counted, word } from "./words.js";

const FIRST = "SELECT ?person ?personName WHERE {\n  ?person a schema:Person ; skos:prefLabel ?personName .\n}\nLIMIT 20\n";
const ACCEPT = "application/sparql-results+json, application/ld+json;q=0.9";
const DOWNLOADS = { CSV: "text/csv", JSON: "application/sparql-results+json", Turtle: "text/turtle" };

let setup, editor, network, running;
let answer = { variables: [], rows: [], edges: [], labels: new Map() };

async function start() {
  document.documentElement.lang = LANGUAGE === "zh" ? "zh-Hans" : "en";
  for (const labelled of document.querySelectorAll("[data-word]")) labelled.textContent = word(labelled.dataset.word);
  byId("run").textContent = `${word("run")} ▸`;
  byId("run").title = "Ctrl+Enter";
  byId("as-table").textContent = word("table");
  byId("as-graph").textContent = word("graph");
  byId("save").append(element("option", { value: "" }, "…"), ...Object.entries(DOWNLOADS).map(([name, type]) => element("option", { value: type }, name)));
  setup = await (await fetch("/query/setup.json")).json();
  editor = makeEditor(byId("editor"), setup, LANGUAGE, run);
  const given = new URLSearchParams(location.hash.slice(1)).get("query");
  editor.setText(given || FIRST);
  byId("questions").append(element("h2", {}, word("questions")), ...setup.questions.map(questionItem));
  byId("run").addEventListener("click", run);
  byId("as-table").addEventListener("click", () => show("table"));
  byId("as-graph").addEventListener("click", () => show("graph"));
  byId("save").addEventListener("change", download);
  show("table");
  document.documentElement.dataset.ready = "true";
}

// ---- questions

function questionItem(question) {
  const item = element("div", { class: "question", "data-name": question.name });
  const form = element("form", { hidden: true, autocomplete: "off" }, ...question.parameters.map(field), element("button", { class: "button" }, word("fill")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(question, new FormData(form));
  });
  const open = () => {
    for (const other of document.querySelectorAll(".question")) {
      other.dataset.open = String(other === item);
      other.querySelector("form").hidden = other !== item || !question.parameters.length;
    }
    const first = form.querySelector("input");
    if (first) first.focus();
    if (!question.parameters.some(({ required }) => required)) ask(question, new FormData(form));
  };
  item.append(element("button", { type: "button", onclick: open }, question.titles[LANGUAGE] || question.name), form);
  return item;
}

function field({ name, type, required }) {
  const list = type === "entity" ? element("datalist", { id: `names-${Math.random().toString(36).slice(2)}` }) : null;
  const input = element("input", { name, required, list: list && list.id, placeholder: type === "date" ? "2024-03-18" : "" });
  if (list) input.addEventListener("input", () => suggest(input, list));
  return element("label", {}, columnWord(name, setup) + (required ? "" : word("optional")), input, list);
}

async function suggest(input, list) {
  const words = input.value;
  const found = await fetch(`/query/names?${new URLSearchParams({ like: words })}`);
  if (!found.ok || input.value !== words) return;
  const names = (await found.text()).split("\n").filter(Boolean);
  list.replaceChildren(...names.map((value) => element("option", { value })));
}

async function ask(question, given) {
  const parameters = new URLSearchParams([...given].filter(([, value]) => value.trim()));
  parameters.append("lang", LANGUAGE);
  const reply = await fetch(`/query/questions/${question.name}?${parameters}`);
  const text = await reply.text();
  if (!reply.ok) return fail(text);
  editor.setText(text);
  return run();
}

// ---- running

async function run() {
  if (running) running.abort();
  const mine = (running = new AbortController());
  editor.mark(0);
  tell("", "");
  byId("state").textContent = word("running");
  const started = performance.now();
  try {
    const reply = await post(editor.text(), ACCEPT, mine.signal);
    if (!reply.ok) return fail(await reply.text());
    const type = reply.headers.get("content-type") || "";
    const content = await reply.json();
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    history.replaceState(null, "", `#${new URLSearchParams({ query: editor.text() })}`);
    const said = type.includes("ld+json") ? await takeTriples(content) : await takeRows(content);
    byId("state").textContent = `${said} · ${seconds} s`;
    const cut = parseInt(reply.headers.get("kg-truncated"), 10);
    const note = decodeURIComponent(reply.headers.get("kg-note") || "");
    showAnswer();
    tell([cut && `${word("cut")} ${counted(cut, "row", "rows")}`, answer.rows.length > MOST && `${word("shown")} ${counted(MOST, "row", "rows")}`, note].filter(Boolean).join("\n"), "note");
  } catch (error) {
    if (error.name !== "AbortError") fail(`${word("unreachable")}: ${error.message}`);
  }
  return undefined;
}

function post(query, accept, signal) {
  return fetch("/sparql", { method: "POST", body: query, signal, headers: { "Content-Type": "application/sparql-query", Accept: accept, "Accept-Language": LANGUAGE } });
}

async function takeRows({ head, results, boolean }) {
  const variables = head.vars || [];
  const rows = boolean === undefined ? results.bindings : [];
  await take({ variables, rows, edges: edgesOfRows(variables, rows, setup) });
  if (boolean !== undefined) {
    byId("table").replaceChildren(element("p", { class: "page" }, word(boolean ? "yes" : "no")));
    return "ASK";
  }
  return counted(rows.length, "row", "rows");
}

async function takeTriples(nodes) {
  const triples = nodes.flatMap(triplesOf);
  const rows = triples.map(({ subject, predicate, object }) => ({ subject, predicate, object }));
  await take({ variables: ["subject", "predicate", "object"], rows, edges: edgesOfTriples(triples, setup) });
  return counted(triples.length, "triple", "triples");
}

/** The triples of one node of expanded JSON-LD. */
function triplesOf(node) {
  const subject = reference(node["@id"]);
  return Object.entries(node).flatMap(([key, values]) => {
    if (key === "@id") return [];
    const isType = key === "@type";
    const predicate = reference(isType ? `${setup.prefixes.rdf}type` : key);
    return values.map((value) => ({ subject, predicate, object: isType ? reference(value) : term(value) }));
  });
}

function reference(id) {
  return id.startsWith("_:") ? { type: "bnode", value: id.slice(2) } : { type: "uri", value: id };
}

function term(value) {
  return "@id" in value ? reference(value["@id"]) : { type: "literal", value: String(value["@value"]), "xml:lang": value["@language"] };
}

async function take({ variables, rows, edges }) {
  answer = { variables, rows, edges, labels: await labelsFor(variables, rows, edges) };
  byId("table").replaceChildren(rows.length ? renderTable(variables, rows, setup, answer.labels, editor.text()) : element("p", { class: "page nothing" }, word("none")));
  byId("as-graph").disabled = !edges.length;
  show(edges.length && byId("as-graph").getAttribute("aria-pressed") === "true" ? "graph" : "table");
}

/** The names of the entities on view that the answer itself does not name. */
async function labelsFor(variables, rows, edges) {
  const labels = new Map();
  for (const row of rows.slice(0, MOST)) {
    for (const name of variables) if (row[`${name}Name`] && row[name]) labels.set(row[name].value, row[`${name}Name`].value);
  }
  const wanted = new Set();
  const want = (iri) => iri.startsWith(setup.base) && !labels.has(iri) && !/[<>"{}|\\^`\s]/.test(iri) && wanted.add(iri);
  for (const row of rows.slice(0, MOST)) for (const name of variables) if (idOf(row[name], setup.base)) want(row[name].value);
  for (const { from, to } of edges) [from, to].forEach(want);
  if (wanted.size) {
    const values = [...wanted].map((iri) => `<${iri}>`).join(" ");
    const reply = await post(`SELECT ?x ?name { VALUES ?x { ${values} } ?x skos:prefLabel ?name }`, ACCEPT);
    if (reply.ok) for (const { x, name } of (await reply.json()).results.bindings) labels.set(x.value, name.value);
  }
  return labels;
}

// ---- showing

function show(how) {
  const graph = how === "graph" && answer.edges.length > 0;
  byId("as-table").setAttribute("aria-pressed", String(!graph));
  byId("as-graph").setAttribute("aria-pressed", String(graph));
  byId("as-graph").disabled = !answer.edges.length;
  byId("table").hidden = graph;
  byId("drawing").hidden = !graph;
  if (network) network.destroy();
  network = null;
  if (!graph) return;
  const nameOf = (iri) => answer.labels.get(iri) || textOf({ type: "uri", value: iri }, setup.prefixes);
  network = draw(byId("drawing"), answer.edges, nameOf, setup);
}

/** On a small screen the answer is below what is on view. */
function showAnswer() {
  if (matchMedia("(max-width: 760px)").matches) byId("run").parentElement.scrollIntoView({ block: "start" });
}

function tell(text, kind) {
  byId("message").textContent = text;
  // A mark under its place keeps its line; other words may flow.
  byId("message").className = text.includes("\n") ? kind : `${kind} flowing`;
  byId("message").hidden = !text;
}

function fail(text) {
  byId("state").textContent = "";
  byId("table").replaceChildren();
  answer = { variables: [], rows: [], edges: [], labels: new Map() };
  show("table");
  tell(text.trim(), "wrong");
  showAnswer();
  const place = /^\D*(\d+)\D+?(\d+)[^:：]*[:：] ?(.*)\n.*\n *\^/.exec(text);
  if (place) editor.mark(Number(place[1]), Number(place[2]), place[3]);
}

async function download({ target }) {
  const accept = target.value;
  const name = target.selectedOptions[0].textContent.toLowerCase();
  target.value = "";
  const reply = await post(editor.text(), accept);
  if (!reply.ok) return fail(await reply.text());
  const address = URL.createObjectURL(await reply.blob());
  element("a", { href: address, download: `answer.${{ turtle: "ttl" }[name] || name}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  return undefined;
}

start().catch((error) => tell(`${word("unreachable")}: ${error.message}`, "wrong"));
