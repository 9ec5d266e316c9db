// What the parts of the right-hand panel share.

import { append, button, h, mark } from "./dom.js";

/** The head of a panel, with the cross that closes it. */
export function heading(app, content, tools = null) {
  return h(
    "header",
    { class: "panel-head" },
    h(
      "div",
      { class: "panel-title" },
      content,
      button(app.w("close"), () => app.clear(), { iconName: "close", className: "plain close" }),
    ),
    tools,
  );
}

export function section(title, ...content) {
  return h("section", {}, h("h3", {}, title), ...content);
}

/** A button that goes to an entity, with the mark of its kind. */
export function entityButton(app, index, { text = null, className = "" } = {}) {
  const kind = app.data.kindName(index);
  return h(
    "button",
    {
      type: "button",
      class: `entity ${kind} ${className}`,
      on: {
        click: () => app.select(index),
        mouseenter: () => app.light(index),
        mouseleave: () => app.light(-1),
      },
    },
    mark(kind),
    h("span", { class: "entity-name" }, text === null ? app.data.name(index) : text),
  );
}

/** A fold that makes its content when it is first opened: most are never opened. */
export function folded(app, word, n, make) {
  const details = h("details", { class: "fold" }, h("summary", {}, app.w(word, { n })));
  details.fill = () => {
    if (details.children.length === 1) append(details, [make()]);
  };
  details.addEventListener("toggle", () => details.open && details.fill());
  return details;
}
