// The picture as SVG, drawn anew from the scene: sharp at any size, and without the page around it.

const DASHES = { dashed: "7 5", dotted: "1.5 5" };

/**
 * `grounds` are {lines, reach}, each line [x1, y1, x2, y2] and the reach to either side of it. `marks` are
 * {kind, x, y, radius, opacity}, `lines` {x1, y1, x2, y2, width, form, opacity, strong}, and `labels`
 * {text, x, y, size, dim, bold, muted}, all in pixels of a picture of `width` and `height`.
 */
export function svgOf({ width, height, grounds = [], marks, lines, labels, colours, title }) {
  const ground = element("rect", { width: "100%", height: "100%", fill: colours.background });
  const parts = [
    element("title", {}, title),
    ground,
    ...grounds.map((one) => groundElement(one, colours)),
    ...lines.map((line) => lineElement(line, colours)),
    ...marks.map((mark) => markElement(mark, colours)),
    ...labels.map((label) => labelElement(label, colours)),
  ];
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": colours.font,
  };
  return `<svg${attributes(root)}>\n${parts.join("\n")}\n</svg>\n`;
}

/** What `drawGrounds` draws on the canvas. */
function groundElement({ lines, reach }, colours) {
  const d = lines
    .map(([x1, y1, x2, y2]) => `M${rounded(x1)} ${rounded(y1)}L${rounded(x2)} ${rounded(y2)}`)
    .join("");
  const style = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
  const one = (stroke, width) => element("path", { d, ...style, stroke, "stroke-width": width });
  return one(colours.groundLine, 2.2 * reach) + one(colours.ground, 2 * reach);
}

function lineElement({ x1, y1, x2, y2, width, form, opacity, strong }, colours) {
  return element("line", {
    x1,
    y1,
    x2,
    y2,
    stroke: strong ? colours.strong : colours.edge,
    "stroke-width": width,
    "stroke-opacity": opacity,
    "stroke-dasharray": DASHES[form],
    "stroke-linecap": form === "dotted" ? "round" : undefined,
  });
}

function markElement({ kind, x, y, radius, opacity }, colours) {
  const style = { fill: colours[kind], stroke: colours.background, "stroke-width": 1.5, opacity };
  if (kind === "PER") return element("circle", { cx: x, cy: y, r: radius, ...style });
  if (kind === "ORG") {
    return element("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, ...style });
  }
  const corners = [
    [x, y - radius],
    [x + radius, y],
    [x, y + radius],
    [x - radius, y],
  ];
  return element("polygon", {
    points: corners.map((point) => point.map(rounded).join(",")).join(" "),
    ...style,
  });
}

function labelElement({ text, x, y, size, dim, bold, muted }, colours) {
  const style = {
    "font-size": size,
    "font-weight": bold ? 600 : undefined,
    "text-anchor": "middle",
    "dominant-baseline": "central",
    fill: muted ? colours.muted : colours.ink,
    stroke: colours.background,
    "stroke-width": 3.5,
    "stroke-linejoin": "round",
    "paint-order": "stroke",
    opacity: dim ? 0.4 : undefined,
  };
  return element("text", { x, y, ...style }, text);
}

function element(name, values, text = null) {
  const opening = `<${name}${attributes(values)}`;
  return text === null ? `${opening}/>` : `${opening}>${xml(text)}</${name}>`;
}

function attributes(values) {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xml(typeof value === "number" ? rounded(value) : value)}"`)
    .join("");
}

function rounded(number) {
  return Math.round(number * 100) / 100;
}

/** Text for XML: what ends or opens markup is written as a reference, what XML cannot hold is left out. */
export function xml(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
