// What a reader takes away: a picture, a list, the facts with their sentences.

import { download } from "./dom.js";
import { quoteOf } from "./data.js";
import { documentCounts, entityRows, statementRows } from "./rows.js";
import { openEvidence } from "./evidence.js";
import { csv } from "./text.js";
import { KIND_WORD } from "./words.js";
import { FADED } from "./canvas.js";
import { GROUP_LABEL_SIZE, groupReach } from "./groups.js";
import { screenOf } from "./names.js";
import { svgOf } from "./svg.js";

function fileName(app, ending) {
  return `${app.data.title.replace(/[^\p{L}\p{N}-]+/gu, "-").slice(0, 60) || "graph"}${ending}`;
}

export function saveEntities(app) {
  const { data, mask, w } = app;
  const header = ["id", w("name"), w("kind"), w("alsoKnown"), w("links"), w("documents")];
  const rows = entityRows(app).map((i) => [
    data.id[i],
    data.name(i),
    w(KIND_WORD[data.kindName(i)]),
    data
      .aliases(i)
      .map(({ name }) => name)
      .join(" | "),
    mask.links[i],
    documentCounts(app)[i],
  ]);
  download(fileName(app, "-entities.csv"), "text/csv;charset=utf-8", csv(header, rows));
}

export function saveStatements(app) {
  const { data } = app;
  const header = [
    ...(data.hasChanges ? ["change"] : []),
    "subject",
    "predicate",
    "object",
    "title",
    "status",
    "start",
    "end",
    "amount",
    "confidence",
    "sources",
    "sentence",
    "article",
    "publisher",
    "published",
    "url",
  ];
  const rows = statementRows(app).flatMap((s) =>
    openEvidence(app, s).map((e) => {
      const { title, source, publisher, published, url } = data.documents[data.evidence.document[e]];
      const { statements } = data;
      return [
        ...(data.hasChanges ? [data.changeOf(s)] : []),
        data.name(statements.subject[s]),
        data.predicates[statements.predicate[s]].name,
        data.name(statements.object[s]),
        statements.title(s),
        statements.status(s),
        statements.start(s),
        statements.end(s),
        statements.amount(s),
        statements.confidence[s],
        statements.sources[s],
        quoteOf(data, e),
        title || source,
        publisher,
        published,
        url,
      ];
    }),
  );
  download(fileName(app, "-facts.csv"), "text/csv;charset=utf-8", csv(header, rows));
}

/** What the canvas shows, as `svgOf` takes it. */
function picture(app) {
  const { canvas, data } = app;
  const { clientWidth: width, clientHeight: height } = canvas.element;
  const onScreen = screenOf(canvas);
  const scale = canvas.network.getScale();
  const size = canvas.drawn.extent ? 1 : scale;
  return {
    width,
    height,
    title: data.title,
    colours: canvas.colours,
    grounds: canvas.groups.map(({ members, edges }) => ({
      reach: groupReach(canvas.drawn) * (canvas.drawn.extent ? 1 : scale),
      lines: [...edges, ...members.map((node) => [node, node])].map(([a, b]) => [
        ...onScreen(a),
        ...onScreen(b),
      ]),
    })),
    lines: canvas.lines.map(({ a, b, width: stroke, form, opacity, strong }) => {
      const [[x1, y1], [x2, y2]] = [onScreen(a), onScreen(b)];
      return { x1, y1, x2, y2, width: stroke * size, form, opacity, strong };
    }),
    marks: canvas.drawn.nodes.map((node) => {
      const [x, y] = onScreen(node);
      const faded = canvas.faded.has(node);
      return {
        kind: data.kindName(node),
        x,
        y,
        radius: canvas.radius.get(node) * scale,
        opacity: faded ? FADED : 1,
      };
    }),
    labels: [
      ...canvas.labels.map(({ text, x, y, size: fontSize, dim, force }) => ({
        text,
        x,
        y,
        size: fontSize,
        dim,
        bold: force,
      })),
      ...canvas.groupLabels.map(({ text, x, y }) => ({
        text,
        x,
        y,
        size: GROUP_LABEL_SIZE,
        bold: true,
        muted: true,
      })),
      ...canvas.onLines.map((label) => ({ ...label, muted: !label.bold })),
    ],
  };
}

/** The picture as an element, for paper: a canvas keeps the size that it has on the screen. */
export function pictureElement(app) {
  const read = new DOMParser().parseFromString(svgOf(picture(app)), "image/svg+xml");
  return document.importNode(read.documentElement, true);
}

export function saveSvg(app) {
  download(fileName(app, ".svg"), "image/svg+xml", svgOf(picture(app)));
}

/** The picture twice as large as on the screen, drawn from its SVG. */
export async function savePng(app) {
  const { width, height } = app.canvas.element.getBoundingClientRect();
  const url = URL.createObjectURL(new Blob([svgOf(picture(app))], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [Math.round(width * 2), Math.round(height * 2)];
  copy.getContext("2d").drawImage(image, 0, 0, copy.width, copy.height);
  URL.revokeObjectURL(url);
  copy.toBlob((blob) => download(fileName(app, ".png"), "image/png", blob), "image/png");
}
