// An article inside the panel, every name in it marked and leading back to the graph.

import { append, button, h, replace } from "./dom.js";
import { mentionsBetween, originalLink, pieceElement } from "./evidence.js";
import { pieces } from "./text.js";

export function drawArticle(app, element, number, at) {
  const { data, w } = app;
  const document = data.documents[number];
  replace(
    element,
    h(
      "header",
      { class: "panel-head" },
      h(
        "div",
        { class: "panel-title" },
        button(w("back"), () => app.closeArticle(), { iconName: "back", className: "plain back" }),
        h("p", { class: "kind" }, w("article")),
        button(w("close"), () => app.clear(), { iconName: "close", className: "plain close" }),
      ),
      h("h2", { class: "article-title", dir: "auto" }, document.title || document.source),
      h(
        "p",
        { class: "citation" },
        [document.publisher, document.published, document.authors.join(" ")]
          .filter(Boolean)
          .map((part) => h("span", {}, part)),
        originalLink(app, number),
      ),
    ),
  );
  const body = h("div", { class: "panel-body article", lang: document.language, tabindex: "0", dir: "auto" });
  if (document.text === null) append(body, [h("p", { class: "nothing" }, w("noText"))]);
  else append(body, paragraphs(app, number, at));
  element.append(body);
  const target = body.querySelector(".here");
  if (target) target.scrollIntoView({ block: "center" });
}

/** Lines as paragraphs; furniture (title, byline …) keeps its role as a class; the sentence read is lit. */
function paragraphs(app, number, at) {
  const { data } = app;
  const { text, regions } = data.documents[number];
  const marks = mentionsBetween(data, number, 0, text.length);
  const sentence = sentenceAt(data, number, at);
  const found = [];
  let start = 0;
  let mark = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    if (line.trim()) {
      const here = [];
      while (mark < marks.length && marks[mark].start < end) here.push(marks[mark++]);
      const region = regions.find(([from, to]) => from < end && to > start);
      const paragraph = h("p", { class: region ? `role-${region[2]}` : null });
      append(paragraph, litPieces(app, line, start, here, sentence));
      found.push(paragraph);
    }
    start = end + 1;
  }
  return found;
}

/** What is lit: the sentence that starts at `at`, or the name, or nothing when an article is opened as a whole. */
function sentenceAt(data, number, at) {
  if (at < 0) return null;
  const { evidence, mentions } = data;
  const from = (rows, columns) => rows.find((row) => columns.start[row] === at);
  const e = from(data.evidenceIn.of(number), evidence);
  if (e !== undefined) return [evidence.start[e], evidence.end[e]];
  const m = from(data.mentionsIn.of(number), mentions);
  return m === undefined ? null : [mentions.start[m], mentions.end[m]];
}

/** The pieces of a line, those of the lit sentence inside one `mark`. */
function litPieces(app, line, offset, marks, sentence) {
  const found = [];
  let lit = null;
  for (const piece of pieces(line, offset, marks, sentence ? [sentence] : [])) {
    const element = pieceElement(app, { ...piece, trigger: false });
    if (!piece.trigger) {
      lit = null;
      found.push(element);
      continue;
    }
    if (!lit) {
      lit = h("mark", { class: "here" });
      found.push(lit);
    }
    lit.append(element);
  }
  return found;
}
