// The picture as SVG, drawn anew from the scene: sharp at any size, with its legend of kinds and without the page.

/** `marks` are {kind, x, y, radius}, `lines` {x1, y1, x2, y2, width, form}, `labels` {text, x, y, size}. */
export function svgOf({ width, height, marks, lines, labels, colours, title }) {
  const round = (number) => Math.round(number * 10) / 10;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${xml(colours.font)}">`,
    `<title>${xml(title)}</title>`,
    `<rect width="100%" height="100%" fill="${colours.background}"/>`,
    ...lines.map(
      ({ x1, y1, x2, y2, width: stroke, form, opacity, strong }) =>
        `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${strong ? colours.strong : colours.edge}" stroke-width="${round(stroke)}" stroke-opacity="${round(opacity)}"${dashes(form)}/>`,
    ),
    ...marks.map((mark) => shape(mark, colours, round)),
    ...labels.map(
      ({ text, x, y, size, dim, bold, muted }) =>
        `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="middle" dominant-baseline="central" fill="${muted ? colours.muted : colours.ink}" stroke="${colours.background}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"${bold ? ' font-weight="600"' : ""}${dim ? ' opacity="0.4"' : ""}>${xml(text)}</text>`,
    ),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

function dashes(form) {
  return { dashed: ' stroke-dasharray="7 5"', dotted: ' stroke-dasharray="1.5 5" stroke-linecap="round"' }[form] || "";
}

function shape({ kind, x, y, radius, opacity }, colours, round) {
  const style = `fill="${colours[kind]}" stroke="${colours.background}" stroke-width="1.5"${opacity < 1 ? ` opacity="${opacity}"` : ""}`;
  if (kind === "PER") return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" ${style}/>`;
  if (kind === "ORG") {
    return `<rect x="${round(x - radius)}" y="${round(y - radius)}" width="${round(2 * radius)}" height="${round(2 * radius)}" ${style}/>`;
  }
  const points = [[x, y - radius], [x + radius, y], [x, y + radius], [x - radius, y]];
  return `<polygon points="${points.map((point) => point.map(round).join(",")).join(" ")}" ${style}/>`;
}

/** Text for XML: what ends or opens markup is written as a reference, what XML cannot hold is left out. */
export function xml(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
