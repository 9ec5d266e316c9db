// What the parts of the right-hand panel share.

import { button, h } from "./dom.js";

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
