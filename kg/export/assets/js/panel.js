// The right-hand side: who this is, what is said about it, and who says so.

import { button, h, icon, mark, replace } from "./dom.js";
import { openEvidence } from "./evidence.js";
import { dateSpan, describe, factGroup, factList, predicateOrder, statusWord } from "./facts.js";
import { apartReasons } from "./apart.js";
import { drawGroup, drawOverview, groupOf } from "./overview.js";
import { entityButton, folded, heading, section } from "./panelparts.js";
import { drawArticle } from "./article.js";
import { drawPath } from "./pathpanel.js";
import { KIND_WORD } from "./words.js";
import { namesakes } from "./data.js";
import { neighboursOf } from "./paths.js";
import { passing } from "./filters.js";
import { turtleOf } from "./rdf.js";

const NEIGHBOURS_AT_FIRST = 14;
const NAMESAKES_AT_FIRST = 6;

export function drawPanel(app, element) {
  const { selection } = app.state;
  const [kind, ...ids] = selection || [null];
  if (kind === "entity" && app.data.indexOf(ids[0]) >= 0)
    return drawEntity(app, element, app.data.indexOf(ids[0]));
  if (kind === "pair") return drawPair(app, element, ids.map(app.data.indexOf));
  if (kind === "path") return drawPath(app, element, ids.map(app.data.indexOf));
  if (kind === "group" && groupOf(app, ids[0])) return drawGroup(app, element, groupOf(app, ids[0]));
  if (kind === "article" && app.data.documentNumber.has(ids[0])) {
    return drawArticle(app, element, app.data.documentNumber.get(ids[0]), Number(ids[1]));
  }
  return drawOverview(app, element);
}

function drawEntity(app, element, index) {
  const { data, w } = app;
  const kind = data.kindName(index);
  const statements = data.statementsOf(index).filter((s) => app.mask.statement[s]);
  replace(
    element,
    heading(
      app,
      h(
        "div",
        {},
        h("h2", { dir: "auto" }, mark(kind), data.name(index)),
        h(
          "p",
          { class: `kind ${kind}` },
          w(KIND_WORD[kind]),
          data.description(index) ? ` · ${data.description(index)}` : "",
        ),
      ),
      entityTools(app, index),
    ),
    h(
      "div",
      { class: "panel-body" },
      aliases(app, index),
      facts(app, index, statements),
      timeline(app, index, statements),
      neighbours(app, index),
      documents(app, index),
      others(app, index),
      h(
        "section",
        {},
        button(w("turtle"), () => app.copy(turtleOf(data, app.mask, index)), { className: "link note" }),
      ),
    ),
  );
}

function entityTools(app, index) {
  const { w, state } = app;
  const id = app.data.id[index];
  const hidden = state.hidden.includes(id);
  const pinned = state.pinned.includes(id);
  const tool = (word, iconName, press, pressed = null) =>
    h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-pressed": pressed === null ? null : String(pressed),
        on: { click: press },
      },
      icon(iconName),
      h("span", {}, word),
    );
  return h(
    "div",
    { class: "panel-tools" },
    expandTool(app, index, tool),
    tool(w("ego"), "ego", () => app.around(index), state.view.mode === "ego" && state.view.centre === id),
    tool(w("path"), "path", () => app.startPath(index), state.view.from === id),
    tool(w(pinned ? "unpin" : "pin"), "pin", () => app.pin(index), pinned),
    tool(w(hidden ? "unhide" : "hide"), "hide", () => app.hide(index), hidden),
  );
}

function expandTool(app, index, tool) {
  const word = app.canExpand(index) || !app.canCollapse(index) ? "expand" : "collapse";
  const element = tool(app.w(word), "expand", () => app.expand(index));
  element.disabled = word === "expand" && !app.canExpand(index);
  return element;
}

function aliases(app, index) {
  const found = app.data.aliases(index);
  if (!found.length) return null;
  return section(
    app.w("alsoKnown"),
    h(
      "ul",
      { class: "aliases" },
      found.map(({ name, rule }) =>
        h("li", {}, h("span", { dir: "auto" }, name), h("small", { title: rule }, app.w.rule(rule))),
      ),
    ),
  );
}

function facts(app, index, statements) {
  if (!statements.length) return nothingSaid(app, index);
  const groups = new Map();
  for (const s of statements) {
    const predicate = app.data.statements.predicate[s];
    const outward = app.data.statements.subject[s] === index || app.data.predicates[predicate].symmetric;
    const key = `${outward ? 0 : 1}:${predicate}`;
    if (!groups.has(key)) groups.set(key, { predicate: app.data.predicates[predicate], outward, list: [] });
    groups.get(key).list.push(s);
  }
  const order = [...groups.values()].sort(
    (one, other) =>
      predicateOrder(one.predicate.name) - predicateOrder(other.predicate.name) ||
      Number(other.outward) - Number(one.outward) ||
      (one.predicate.name < other.predicate.name ? -1 : 1),
  );
  return order.map(({ predicate, outward, list }) =>
    factGroup(app, index, outward ? app.w.forward(predicate) : app.w.inverse(predicate), list),
  );
}

function nothingSaid(app, index) {
  const any = app.data.statementsOf(index).some((s) => !app.data.isCoOccurrence[s]);
  return h("p", { class: "nothing" }, app.w(any ? "nothing" : "noFacts"));
}

/** Posts by date: of a person, those held; of an organization or place, those who held them. */
function timeline(app, index, statements) {
  const { data, w } = app;
  const posts = statements
    .filter((s) => data.predicates[data.statements.predicate[s]].name === "holdsPost")
    .map((s) => {
      const reported = openEvidence(app, s)
        .map((e) => data.documents[data.evidence.document[e]].published)
        .filter(Boolean)
        .sort();
      return {
        s,
        stated: dateSpan(app, s),
        reported,
        at: data.statements.start(s) || data.statements.end(s) || reported[0] || "",
      };
    })
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.s - other.s));
  if (posts.length < 2) return null;
  return section(
    w("timeline"),
    h(
      "ol",
      { class: "timeline" },
      posts.map(({ s, stated, reported }) => {
        const other =
          data.statements.subject[s] === index ? data.statements.object[s] : data.statements.subject[s];
        const when = stated || (reported.length ? `${w("time")} ${reported[0]}` : w("undated"));
        return h(
          "li",
          { class: data.statements.status(s) },
          h("time", {}, when),
          h(
            "div",
            {},
            entityButton(app, other),
            h("strong", {}, data.statements.title(s) || ""),
            h("span", { class: `status ${data.statements.status(s)}` }, statusWord(app, s)),
          ),
        );
      }),
    ),
  );
}

function neighbours(app, index) {
  const near = neighboursOf(app.data, app.mask, index);
  if (!near.length) return null;
  const chip = (other) => h("li", {}, entityButton(app, other, { className: "chip" }));
  const rest = near.slice(NEIGHBOURS_AT_FIRST);
  return section(
    h("span", {}, app.w("neighbours"), h("span", { class: "count" }, near.length)),
    h("ul", { class: "chips" }, near.slice(0, NEIGHBOURS_AT_FIRST).map(chip)),
    rest.length
      ? folded(app, "moreNames", rest.length, () => h("ul", { class: "chips" }, rest.map(chip)))
      : null,
  );
}

function documents(app, index) {
  const numbers = app.data.documentsOf(index).filter((number) => app.mask.document[number]);
  if (!numbers.length) return null;
  const row = (number) => {
    const { title, source, publisher, published } = app.data.documents[number];
    const first = app.data.mentionsOf.of(index).find((m) => app.data.mentions.document[m] === number);
    const about = h(
      "span",
      { class: "citation" },
      [publisher, published].filter(Boolean).map((part) => h("span", {}, part)),
    );
    const name = title || source;
    return h(
      "li",
      {},
      app.data.hasText
        ? button(name, () => app.read(number, app.data.mentions.start[first]), { className: "link" })
        : h("span", {}, name),
      about,
    );
  };
  const rest = numbers.slice(8);
  return section(
    h("span", {}, app.w("documents"), h("span", { class: "count" }, numbers.length)),
    h("ul", { class: "documents" }, numbers.slice(0, 8).map(row)),
    rest.length
      ? folded(app, "more", rest.length, () => h("ul", { class: "documents" }, rest.map(row)))
      : null,
  );
}

function others(app, index) {
  const found = namesakes(app.data, index);
  if (!found.length) return null;
  const row = (other) =>
    h(
      "li",
      {},
      entityButton(app, other),
      h("span", { class: "hint", dir: "auto" }, describe(app, other)),
      apartReasons(app, index, other),
    );
  const rest = found.slice(NAMESAKES_AT_FIRST);
  return section(
    h("span", {}, app.w("sameName"), h("span", { class: "count" }, found.length)),
    h("ul", { class: "namesakes" }, found.slice(0, NAMESAKES_AT_FIRST).map(row)),
    rest.length
      ? folded(app, "moreNames", rest.length, () => h("ul", { class: "namesakes" }, rest.map(row)))
      : null,
  );
}

function drawPair(app, element, [one, other]) {
  const pair = one >= 0 && other >= 0 ? app.data.pairBetween(one, other) : -1;
  const statements = pair < 0 ? [] : passing(app.data, app.mask, pair);
  replace(
    element,
    heading(
      app,
      h(
        "div",
        {},
        h("p", { class: "kind" }, app.w("between")),
        h(
          "h2",
          { class: "pair" },
          [one, other].filter((i) => i >= 0).map((i) => entityButton(app, i)),
        ),
      ),
    ),
    h(
      "div",
      { class: "panel-body" },
      statements.length
        ? factList(app, statements)
        : h("p", { class: "nothing" }, app.w("nothing")),
    ),
  );
}
