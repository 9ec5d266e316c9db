// The shortest ways between two entities, each step with its sentence, and as text to paste elsewhere.

import { button, h, replace } from "./dom.js";
import { openEvidence } from "./evidence.js";
import { factList, statusWord } from "./facts.js";
import { entityButton, heading } from "./panelparts.js";
import { passing } from "./filters.js";
import { quoteOf } from "./data.js";
import { selectedPaths } from "./scene.js";
import { safeUrl } from "./text.js";

export function drawPath(app, element, [from, to]) {
  const { w } = app;
  const ways = from >= 0 && to >= 0 ? selectedPaths(app.data, app.mask, app.state) : null;
  replace(
    element,
    heading(
      app,
      h(
        "div",
        {},
        h("p", { class: "kind" }, ways ? waysWord(app, ways) : w("pathTitle")),
        h(
          "h2",
          { class: "pair" },
          [from, to].filter((i) => i >= 0).map((i) => entityButton(app, i)),
        ),
      ),
      ways ? pathTools(app, ways) : null,
    ),
    h(
      "div",
      { class: "panel-body" },
      ways ? waysList(app, ways, [from, to]) : noWay(app),
    ),
  );
}

/** Where none leads from one to the other: that, and what would widen the search, if it is not in it yet. */
function noWay(app) {
  const { predicates } = app.state.filters;
  const wider = predicates.filter((name) => name !== "coOccursWith");
  return [
    h("p", { class: "nothing" }, app.w("pathNone")),
    wider.length < predicates.length
      ? h(
          "p",
          {},
          button(app.w("pathWider"), () => app.filter({ predicates: wider }), { className: "link" }),
        )
      : null,
  ];
}

function waysWord({ w }, { paths, more }) {
  if (paths.length === 1) return w("pathOne", { steps: paths[0].length - 1 });
  return w("pathCount", { n: `${paths.length}${more ? "+" : ""}`, steps: paths[0].length - 1 });
}

function pathTools(app, { paths, chosen }) {
  const copy = (word, wanted) =>
    button(app.w(word), () => app.copy(pathsText(app, wanted)), { className: "tool" });
  return h(
    "div",
    { class: "panel-tools" },
    copy("pathCopy", [paths[chosen]]),
    paths.length > 1 ? copy("pathCopyAll", paths) : null,
  );
}

/** One way alone is simply told; of several each is a row, and the one that is lit is told under its row. */
function waysList(app, { paths, chosen }, ends) {
  if (paths.length === 1) return stepsList(app, paths[0]);
  const [from, to] = ends.map((i) => app.data.id[i]);
  return h(
    "ol",
    { class: "ways" },
    paths.map((path, i) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "way",
            "aria-expanded": String(i === chosen),
            on: { click: () => app.act({ selection: ["path", from, to, String(i)] }, { quiet: true }) },
          },
          h("span", { class: "count" }, `${i + 1}`),
          h("span", { dir: "auto" }, between(app, path)),
        ),
        i === chosen ? stepsList(app, path) : null,
      ),
    ),
  );
}

/** Whom a way leads over; a direct one leads over nobody. */
function between(app, path) {
  const names = path.slice(1, -1).map((i) => app.data.name(i));
  return names.length ? names.join(" → ") : app.w("pathDirect");
}

function stepsList(app, path) {
  return h(
    "ol",
    { class: "steps" },
    stepsOf(app, path).map(({ statements }, i) =>
      h(
        "li",
        {},
        h("h3", {}, app.w("step", { n: i + 1 })),
        factList(app, statements),
      ),
    ),
  );
}

function stepsOf(app, path) {
  return path
    .slice(1)
    .map((node, i) => ({ statements: passing(app.data, app.mask, app.data.pairBetween(path[i], node)) }));
}

/** Ways as numbered text with citations; several are told apart by a line with the names that they lead over. */
function pathsText(app, paths) {
  const told = paths.map((path, i) => {
    const names = path.map((node) => app.data.name(node)).join(" → ");
    const number = paths.length > 1 ? `${app.w("pathNumber", { n: i + 1 })} ` : "";
    return `${number}${names}\n${stepsOf(app, path)
      .map((step, n) => stepText(app, step, n + 1))
      .join("")}`;
  });
  return told.join("\n");
}

function stepText(app, { statements }, number) {
  const { data, w } = app;
  const [s] = statements;
  const predicate = data.predicates[data.statements.predicate[s]];
  const claim = [
    data.name(data.statements.subject[s]),
    w.forward(predicate),
    data.name(data.statements.object[s]),
    data.statements.title(s),
    statusWord(app, s),
  ];
  const line = `${number}. ${claim.filter(Boolean).join(" ")}\n`;
  const [e] = openEvidence(app, s);
  if (e === undefined) return line;
  const { title, source, publisher, published, url } = data.documents[data.evidence.document[e]];
  const cited = [publisher, published, title || source, safeUrl(url)].filter(Boolean).join(", ");
  return `${line}   “${quoteOf(data, e).replace(/\s+/g, " ").trim()}” (${cited})\n`;
}
