// The shortest way between two entities, each step with its sentence, and as text to paste elsewhere.

import { button, h, replace } from "./dom.js";
import { entityButton, factRow, openEvidence } from "./facts.js";
import { passing } from "./filters.js";
import { quoteOf } from "./data.js";
import { selectedPath } from "./scene.js";

export function drawPath(app, element, [from, to]) {
  const { w } = app;
  const path = from >= 0 && to >= 0 ? selectedPath(app.data, app.mask, app.state) : null;
  const steps = path ? stepsOf(app, path) : [];
  replace(
    element,
    h(
      "header",
      { class: "panel-head" },
      h(
        "div",
        { class: "panel-title" },
        h(
          "div",
          {},
          h("p", { class: "kind" }, w("pathTitle")),
          h(
            "h2",
            { class: "pair" },
            [from, to].filter((i) => i >= 0).map((i) => entityButton(app, i)),
          ),
        ),
        button(w("close"), () => app.clear(), { iconName: "close", className: "plain close" }),
      ),
      path
        ? h(
            "div",
            { class: "panel-tools" },
            button(w("pathCopy"), () => app.copy(pathText(app, steps)), { className: "tool" }),
          )
        : null,
    ),
    h(
      "div",
      { class: "panel-body" },
      path
        ? h(
            "ol",
            { class: "steps" },
            steps.map(({ statements }, i) =>
              h(
                "li",
                {},
                h("h3", {}, w("step", { n: i + 1 })),
                h(
                  "ul",
                  {},
                  statements.map((s) => factRow(app, s)),
                ),
              ),
            ),
          )
        : h("p", { class: "nothing" }, w("pathNone")),
    ),
  );
}

function stepsOf(app, path) {
  return path
    .slice(1)
    .map((node, i) => ({ statements: passing(app.data, app.mask, app.data.pairBetween(path[i], node)) }));
}

/** A numbered text with citations. */
export function pathText(app, steps) {
  const { data, w } = app;
  const lines = [];
  steps.forEach(({ statements }, i) => {
    const [s] = statements;
    const predicate = data.predicates[data.statements.predicate[s]];
    const claim = [
      data.name(data.statements.subject[s]),
      w.forward(predicate),
      data.name(data.statements.object[s]),
      data.statements.title(s),
    ];
    lines.push(`${i + 1}. ${claim.filter(Boolean).join(" ")}`);
    const [e] = openEvidence(app, s);
    if (e === undefined) return;
    const { title, source, publisher, published } = data.documents[data.evidence.document[e]];
    lines.push(
      `   “${quoteOf(data, e)}” (${[publisher, published, title || source].filter(Boolean).join(", ")})`,
    );
  });
  return `${lines.join("\n")}\n`;
}
