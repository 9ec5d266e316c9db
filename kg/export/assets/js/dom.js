// Building elements. Text becomes a text node and nothing else: there is no way here to turn data into
// markup.

/**
 * An element; `attributes` may hold `class`, `on` ({event: handler}), `data-…`, `aria-…` and plain
 * attributes.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on")
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/**
 * New content for an element. Whoever stood in it with the keyboard stands on the same control afterwards.
 */
export function replace(element, ...children) {
  const stood = standing(element);
  element.replaceChildren();
  append(element, children);
  if (stood) standAgain(element, stood);
  return element;
}

const CONTROLS = "button, input, summary, a[href], [tabindex]";

function keyOf(control) {
  return control.id || `${control.tagName}:${control.getAttribute("aria-label") || control.textContent}`;
}

function standing(element) {
  const control = document.activeElement;
  if (!control || control === element || !element.contains(control)) return null;
  return { key: keyOf(control), at: [...element.querySelectorAll(CONTROLS)].indexOf(control) };
}

function standAgain(element, { key, at }) {
  const controls = [...element.querySelectorAll(CONTROLS)];
  // A control that changed its word ("pin", "unpin") is still the one in its place.
  const control =
    controls.find((other) => keyOf(other) === key) || controls[Math.min(at, controls.length - 1)];
  if (control) control.focus({ preventScroll: true });
}

export function byId(id) {
  return document.getElementById(id);
}

const ICONS = {
  undo: "M9 7 4 12l5 5M4 12h10a5 5 0 0 1 0 10h-3",
  redo: "m15 7 5 5-5 5M20 12H10a5 5 0 0 0 0 10h3",
  share: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  export: "M12 3v12m0 0-4-4m4 4 4-4M4 17v4h16v-4",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
  views: "M6 3h12v18l-6-4-6 4z",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  zoomIn: "M12 5v14M5 12h14",
  zoomOut: "M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  expand: "M12 4v6m0 4v6M4 12h6m4 0h6",
  ego: "M12 12h.01M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14z",
  hide: "M3 3l18 18M10.6 6.1A9.8 9.8 0 0 1 22 12a13 13 0 0 1-2.2 3M6.6 6.6A13 13 0 0 0 2 12a10 10 0 0 0 14 5.4",
  pin: "M12 17v5M8 3h8l-1 7 3 4H6l3-4z",
  path: "M5 19a2 2 0 1 0 0-.01M19 5a2 2 0 1 0 0-.01M7 19h7a4 4 0 0 0 0-8h-4a3 3 0 0 1 0-6h7",
  back: "m14 6-6 6 6 6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon, or its word when it has none, and always says its word. */
export function button(
  word,
  press,
  { iconName = null, text = !iconName, pressed = null, disabled = false, className = "" } = {},
) {
  return h(
    "button",
    {
      type: "button",
      class: className || null,
      title: text ? null : word,
      "aria-label": text ? null : word,
      "aria-pressed": pressed === null ? null : String(pressed),
      disabled,
      on: { click: press },
    },
    iconName ? icon(iconName) : null,
    text ? word : null,
  );
}

/** The mark of a kind: a circle, a square or a diamond in its colour, as on the canvas. */
export function mark(kind) {
  return h("span", { class: `mark ${kind}`, "aria-hidden": "true" });
}

/** Offers `text` as a file. */
export function download(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
