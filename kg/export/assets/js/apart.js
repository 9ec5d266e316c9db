// Why two entities of one name are two: what was weighed, what spoke against and what for.

import { h } from "./dom.js";
import { FIELDS, FEATURES } from "./words.js";

export function apartReasons(app, one, other) {
  const verdict = (app.data.apart.get(one) || new Map()).get(other);
  if (!verdict) return h("p", { class: "reasons note" }, app.w("sameNameWhy"));
  const { judgement, by, score, features } = verdict;
  // What is weighed may make the two unlikely to be one; a rule that is not weighed decides alone.
  const weighed = features.some(({ odds }) => odds);
  const word = by === "person" ? "ruledApart" : judgement === "split" ? "judgedApart" : "undecidedApart";
  const against = features.filter(({ odds }) => odds <= 0);
  const inFavour = features.filter(({ odds }) => odds > 0);
  return h(
    "div",
    { class: "reasons" },
    h(
      "p",
      { class: "note" },
      app.w(word),
      weighed && by !== "person" ? ` · ${app.w("likelyOne", { n: Math.round(score * 100) })}` : "",
    ),
    reasonList(app, "against", against),
    reasonList(app, "inFavour", inFavour),
  );
}

function reasonList(app, word, features) {
  if (!features.length) return null;
  return h(
    "p",
    { class: "reason-line" },
    h("span", { class: "status" }, app.w(word)),
    features.map((feature) => h("span", { class: "reason", dir: "auto" }, reasonText(app, feature))),
  );
}

/** A reason in words: what, and on what it rests. */
export function reasonText(app, { name, odds, detail }) {
  const zh = app.w.language === "zh";
  const column = zh ? 0 : 1;
  // How rare a name is speaks either way.
  const key = name === "name" ? (odds < 0 ? "common_name" : "rare_name") : name;
  const word = key in FEATURES ? FEATURES[key][column] : name.replace(/[-_]/g, " ");
  if (!detail || name === "name") return word;
  const told = name.endsWith("_field")
    ? detail.replace(/[a-z]+/g, (field) => (field in FIELDS ? FIELDS[field][column] : field))
    : detail;
  const inside = told.replace(/ \| /g, " / ");
  return zh ? `${word}（${inside}）` : `${word} (${inside})`;
}
