// What the panel holds when nobody is selected, and the groups that it leads to.

import { CHANGES, signOf } from "./changes.js";
import { append, button, h, replace } from "./dom.js";
import { factGroup } from "./facts.js";
import { entityButton, folded, heading, section } from "./panelparts.js";

/** The group that an entity belongs to, as its members, the most important first. */
export function groupOf(app, id) {
  const index = app.data.indexOf(id);
  return index < 0 ? null : app.data.communities[app.data.community[index]] || null;
}

function groupName(app, members) {
  return app.w("groupName", {
    names: members
      .slice(0, 2)
      .map((i) => app.data.name(i))
      .join(app.w.language === "zh" ? "、" : ", "),
  });
}

export function drawGroup(app, element, members) {
  const { data, mask } = app;
  const inside = new Set(members);
  const { subject, object, sources } = data.statements;
  const found = [...new Set(members.flatMap((i) => data.statementsOf(i)))]
    .filter((s) => mask.statement[s] && inside.has(subject[s]) && inside.has(object[s]))
    .sort((one, other) => sources[other] - sources[one] || one - other);
  const chip = (i) => h("li", {}, entityButton(app, i, { className: "chip" }));
  const rest = members.slice(24);
  replace(
    element,
    heading(
      app,
      h("div", {}, h("p", { class: "kind" }, app.w("group")), h("h2", {}, groupName(app, members))),
    ),
    h(
      "div",
      { class: "panel-body" },
      h(
        "section",
        {},
        h("ul", { class: "chips" }, members.slice(0, 24).map(chip)),
        rest.length
          ? folded(app, "moreNames", rest.length, () => h("ul", { class: "chips" }, rest.map(chip)))
          : null,
      ),
      found.length ? factGroup(app, -1, app.w("groupFacts"), found) : null,
    ),
  );
}

/** What differs between the two graphs, by kind. */
function changesSections(app) {
  const { data, mask } = app;
  const found = Object.fromEntries(CHANGES.map((change) => [change, []]));
  for (let s = 0; s < data.statements.count; s += 1) if (mask.statement[s]) found[data.changeOf(s)].push(s);
  const some = CHANGES.filter((change) => change !== "same" && found[change].length);
  if (!some.length) return h("p", { class: "nothing" }, app.w("nothingChanged"));
  return some.map((change) => factGroup(app, -1, `${signOf(change)} ${app.w(change)}`, found[change]));
}

export function drawOverview(app, element) {
  const { data, w } = app;
  const groups = data.communities.filter((members) => members.length > 2).slice(0, 8);
  const body = h("div", { class: "panel-body" });
  if (!data.count) append(body, [h("p", { class: "nothing" }, w("empty"))]);
  append(body, [
    h("p", { class: "note" }, w("howTo")),
    data.hasChanges ? changesSections(app) : null,
    groups.length
      ? section(
          w("groups"),
          h(
            "ol",
            { class: "groups" },
            groups.map((members) =>
              h(
                "li",
                {},
                button(groupName(app, members), () => app.selectGroup(data.community[members[0]]), {
                  className: "group-name",
                }),
                h("span", { class: "count" }, w("members", { n: members.length })),
                h(
                  "ul",
                  { class: "chips" },
                  members.slice(2, 5).map((i) => h("li", {}, entityButton(app, i, { className: "chip" }))),
                ),
              ),
            ),
          ),
        )
      : null,
    data.documents.length
      ? section(
          w("documents"),
          h(
            "ul",
            { class: "documents" },
            data.documents.slice(0, 40).map((document, number) =>
              h(
                "li",
                {},
                data.hasText
                  ? button(document.title || document.source, () => app.read(number, -1), {
                      className: "link",
                    })
                  : h("span", {}, document.title || document.source),
                h(
                  "span",
                  { class: "citation" },
                  [document.publisher, document.published].filter(Boolean).map((part) => h("span", {}, part)),
                ),
              ),
            ),
          ),
        )
      : null,
  ]);
  replace(element, h("header", { class: "panel-head" }, h("h2", {}, w("about"))), body);
}
