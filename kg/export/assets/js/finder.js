// The search box: a combobox whose list holds entities, articles and sentences.

import { append, byId, h, mark, replace } from "./dom.js";
import { citation } from "./evidence.js";
import { describe, statusWord } from "./facts.js";
import { isPast, officeOf } from "./office.js";
import { search } from "./search.js";
import { KIND_WORD } from "./words.js";

export function createFinder(app) {
  const input = byId("search");
  const results = byId("results");
  const finder = { app, input, results, options: [], active: -1 };
  input.placeholder = app.w("search");
  input.setAttribute("aria-label", app.w("search"));
  results.setAttribute("aria-label", app.w("search"));
  input.addEventListener("input", () => find(finder));
  input.addEventListener("focus", () => find(finder));
  input.addEventListener("keydown", (event) => keydown(finder, event));
  // On press and not on click: by the time of the click the list is gone with the focus.
  results.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) choose(finder, Number(option.dataset.option));
  });
  input.addEventListener("blur", () => close(finder));
  return finder;
}

function find(finder) {
  const { app, input, results } = finder;
  if (!input.value.trim()) return close(finder);
  const found = search(app.data, input.value);
  finder.options = [];
  const option = (go, ...content) => {
    const number = finder.options.push(go) - 1;
    return h(
      "div",
      {
        role: "option",
        id: `option-${number}`,
        "data-option": number,
        class: "option",
        "aria-selected": "false",
      },
      ...content,
    );
  };
  replace(
    results,
    found.entities.map(({ index, via }) =>
      option(
        () => app.select(index),
        mark(app.data.kindName(index)),
        h("span", { class: "name", dir: "auto" }, app.data.name(index)),
        via ? h("span", { class: "via", dir: "auto" }, via) : null,
        h(
          "span",
          { class: "hint", dir: "auto" },
          describe(app, index) || app.w(KIND_WORD[app.data.kindName(index)]),
        ),
      ),
    ),
    group(
      app,
      "holders",
      found.holders.map(({ statement }) => holder(app, option, statement)),
    ),
    group(
      app,
      "documents",
      found.articles.map(({ number }) => option(() => app.read(number, -1), citation(app, number))),
    ),
    group(
      app,
      "sentences",
      found.sentences.map((hit) =>
        option(
          () => openSentence(app, hit),
          sentence(hit),
          citation(app, app.data.evidence.document[hit.evidence]),
        ),
      ),
    ),
    finder.options.length ? null : h("p", { class: "nothing" }, `${app.w("noResult")} ${app.w("searchHint")}`),
  );
  results.hidden = false;
  input.setAttribute("aria-expanded", "true");
  activate(finder, finder.options.length ? 0 : -1);
}

/** A person found by an office. */
function holder(app, option, s) {
  const { data } = app;
  const person = data.statements.subject[s];
  return option(
    () => app.select(person),
    mark(data.kindName(person)),
    h("span", { class: "name", dir: "auto" }, data.name(person)),
    h(
      "span",
      { class: "hint", dir: "auto" },
      [officeOf(data, s), isPast(data, s) ? statusWord(app, s) : null].filter(Boolean).join(" · "),
    ),
  );
}

function openSentence(app, { evidence }) {
  const { document, start, statement } = app.data.evidence;
  if (app.data.hasText) return app.read(document[evidence], start[evidence]);
  return app.selectPair(app.data.pairOfStatement[statement[evidence]]);
}

function group(app, word, options) {
  return options.length ? [h("p", { class: "group", role: "presentation" }, app.w(word)), options] : null;
}

/** The part of a sentence around what was typed, which is marked. */
function sentence({ text, at, length }) {
  const from = Math.max(0, at - 14);
  return append(h("span", { class: "quote", dir: "auto" }), [
    from ? "…" : "",
    text.slice(from, at),
    h("mark", {}, text.slice(at, at + length)),
    text.slice(at + length, at + length + 30),
    at + length + 30 < text.length ? "…" : "",
  ]);
}

function activate(finder, number) {
  finder.active = number;
  for (const option of finder.results.querySelectorAll("[role=option]")) {
    const on = Number(option.dataset.option) === number;
    option.setAttribute("aria-selected", String(on));
    if (on) option.scrollIntoView({ block: "nearest" });
  }
  finder.input.setAttribute("aria-activedescendant", number >= 0 ? `option-${number}` : "");
}

function keydown(finder, event) {
  const count = finder.options.length;
  if (event.key === "ArrowDown" && count) activate(finder, (finder.active + 1) % count);
  else if (event.key === "ArrowUp" && count) activate(finder, (finder.active - 1 + count) % count);
  else if (event.key === "Enter" && !event.isComposing && finder.active >= 0) choose(finder, finder.active);
  else if (event.key === "Escape") leave(finder);
  // Whoever is here already and presses the key that leads here does not mean to type it.
  else if (event.key === "/" && !finder.input.value) finder.input.select();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function leave(finder) {
  if (!finder.input.value) finder.input.blur();
  finder.input.value = "";
  close(finder);
}

function choose(finder, number) {
  const go = finder.options[number];
  finder.input.value = "";
  finder.input.blur();
  close(finder);
  if (go) go();
}

function close(finder) {
  finder.results.hidden = true;
  finder.options = [];
  finder.active = -1;
  finder.input.setAttribute("aria-expanded", "false");
  finder.input.setAttribute("aria-activedescendant", "");
}
