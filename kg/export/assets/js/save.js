// What a reader takes away: a picture, a list, the facts with their sentences.

import { download } from "./dom.js";
import { quoteOf } from "./data.js";
import { documentCounts, entityRows, statementRows } from "./list.js";
import { openEvidence } from "./facts.js";
import { csv } from "./text.js";
import { KIND_WORD } from "./words.js";

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
    data.aliases(i).map(({ name }) => name).join(" | "),
    mask.links[i],
    documentCounts(app)[i],
  ]);
  download(fileName(app, "-entities.csv"), "text/csv;charset=utf-8", csv(header, rows));
}

export function saveStatements(app) {
  const { data } = app;
  const header = ["subject", "predicate", "object", "title", "status", "start", "end", "amount", "confidence", "sources", "sentence", "article", "publisher", "published", "url"];
  const rows = statementRows(app).flatMap((s) =>
    openEvidence(app, s).map((e) => {
      const { title, source, publisher, published, url } = data.documents[data.evidence.document[e]];
      const { statements } = data;
      return [
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

/** The canvas as it is seen, on the page's ground: a picture without one is black in many viewers. */
export function savePng(app) {
  const source = app.canvas.element.querySelector("canvas");
  const copy = document.createElement("canvas");
  copy.width = source.width;
  copy.height = source.height;
  const context = copy.getContext("2d");
  context.fillStyle = app.canvas.colours.background;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  copy.toBlob((blob) => download(fileName(app, ".png"), "image/png", blob), "image/png");
}
