// The sentences that say a fact, and where they stand.

import { append, button, h } from "./dom.js";
import { quoteOf } from "./data.js";
import { entityButton } from "./panelparts.js";
import { pieces, safeUrl } from "./text.js";

/** Evidence of a statement that the filters let through, in the order of documents. */
export function openEvidence(app, s) {
  return Array.from(app.data.evidenceOf.of(s)).filter((e) => app.mask.evidence[e]);
}

/** Which sentence a piece of evidence is, and who says it there: the same for two that need one quotation. */
export function sentenceKey({ evidence }, e) {
  return [evidence.document[e], evidence.start[e], evidence.end[e], evidence.speaker(e) || ""].join(":");
}

/**
 * The sentence of `same`, evidence that stands in one place: its mentions coloured, what says the facts underlined,
 * and where it stands.
 */
export function evidenceFigure(app, same) {
  const { data } = app;
  const { document: documentOf, start, end, trigger, triggerEnd } = data.evidence;
  const [e] = same;
  const number = documentOf[e];
  const speaker = data.evidence.speaker(e);
  const marks = mentionsBetween(data, number, start[e], end[e]);
  const triggers = same.filter((one) => trigger[one] >= 0).map((one) => [trigger[one], triggerEnd[one]]);
  const quote = h("blockquote", { lang: data.documents[number].language, dir: "auto" });
  append(
    quote,
    pieces(quoteOf(data, e), start[e], marks, triggers).map((piece) => pieceElement(app, piece)),
  );
  return h(
    "figure",
    { class: "evidence" },
    quote,
    h(
      "figcaption",
      {},
      citation(app, number),
      rules(app, same),
      speaker ? h("span", { class: "speaker" }, `${app.w("said")} `, speakerName(app, speaker)) : null,
      originalLink(app, number),
      data.hasText
        ? button(`${app.w("read")} ›`, () => app.read(number, start[e]), { className: "link read" })
        : null,
    ),
  );
}

/** The rules by which a sentence was read, and what they are trusted with. */
function rules(app, same) {
  const { evidence } = app.data;
  const distinct = (values) => [...new Set(values)].join(app.w.language === "zh" ? "、" : ", ");
  return h(
    "span",
    { class: "why", title: `${app.w("trust")} ${distinct(same.map((e) => evidence.confidence[e]))}` },
    `${app.w("rule")} ${distinct(same.map((e) => app.w.rule(evidence.rule(e))))}`,
  );
}

/** The link to the page that an article was read from, or null. */
export function originalLink(app, number) {
  const url = safeUrl(app.data.documents[number].url);
  return url
    ? h(
        "a",
        { href: url, target: "_blank", rel: "noopener noreferrer", class: "original" },
        `${app.w("original")} ↗`,
      )
    : null;
}

/** Who said it: an entity of the graph, or a name. */
function speakerName(app, speaker) {
  const index = app.data.indexOf(speaker);
  return index < 0 ? speaker : entityButton(app, index);
}

/** Where a sentence stands: publisher, date and title. */
export function citation(app, number) {
  const { title, source, publisher, published } = app.data.documents[number];
  return h(
    "span",
    { class: "citation" },
    [publisher, published].filter(Boolean).map((part) => h("span", {}, part)),
    h("cite", { dir: "auto" }, title || source),
  );
}

export function mentionsBetween(data, number, from, to) {
  const { start, end, entity } = data.mentions;
  const found = [];
  for (const m of data.mentionsIn.of(number)) {
    if (start[m] < to && end[m] > from) found.push({ start: start[m], end: end[m], entity: entity[m] });
  }
  return found;
}

export function pieceElement(app, piece, attributes = {}) {
  const classes = [piece.trigger ? "trigger" : ""];
  if (piece.entity < 0)
    return piece.trigger ? h("span", { class: "trigger", ...attributes }, piece.text) : piece.text;
  classes.push("mention", app.data.kindName(piece.entity));
  return h(
    "a",
    {
      class: classes.join(" ").trim(),
      href: "#",
      title: app.data.name(piece.entity),
      ...attributes,
      on: {
        click: (event) => {
          event.preventDefault();
          app.select(piece.entity);
        },
        mouseenter: () => app.light(piece.entity),
        mouseleave: () => app.light(-1),
      },
    },
    piece.text,
  );
}
