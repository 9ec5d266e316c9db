// The editor: CodeMirror with SPARQL, and completion of prefixes, terms of the vocabulary, variables and keywords.

import {
  EditorState, EditorView, HighlightStyle, StreamLanguage, autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap,
  completionKeymap, defaultKeymap, drawSelection, highlightActiveLine, highlightSpecialChars, history, historyKeymap, indentOnInput,
  indentWithTab, keymap, lineNumbers, setDiagnostics, sparql, syntaxHighlighting, tags,
} from "/static/vendor/codemirror.min.js";

const KEYWORDS = [
  "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "DISTINCT", "FILTER", "FILTER NOT EXISTS", "OPTIONAL", "UNION", "MINUS", "GRAPH",
  "VALUES", "BIND", "AS", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "PREFIX", "FROM", "FROM NAMED", "COUNT", "SUM", "MIN", "MAX",
  "CONTAINS", "STRSTARTS", "REGEX", "LANG", "STR", "BOUND", "COALESCE", "CONCAT", "LCASE", "EXISTS", "IN",
];
const COMMON = {
  skos: ["prefLabel", "altLabel"],
  schema: ["Person", "Place", "NewsArticle", "description", "url"],
  org: ["Organization", "Membership", "Post", "member", "organization"],
  dct: ["title", "issued", "publisher", "creator"],
  prov: ["hadPrimarySource", "wasGeneratedBy"],
  oa: ["hasTarget", "hasSelector", "exact", "start", "end"],
  rdf: ["type"],
  xsd: ["date", "gYear", "gYearMonth", "integer", "decimal", "string"],
  g: ["facts", "evidence", "documents", "provenance"],
};

// In a shadow root the editor's styles are style sheet objects, which the page's policy allows; style elements it does not.
const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", backgroundColor: "var(--ground)", color: "var(--ink)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--muted)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--hover) 45%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--per) 25%, transparent)",
  },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "7px", overflow: "hidden" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--per)", color: "var(--ground)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: ".75", fontFamily: "var(--font)" },
});
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--per)", fontWeight: "600" },
  { tag: [tags.string, tags.literal], color: "var(--loc)" },
  { tag: [tags.atom, tags.link], color: "var(--org)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.local(tags.variableName), tags.variableName], color: "var(--ink)", fontWeight: "500" },
  { tag: tags.meta, color: "var(--muted)" },
]);

/** Puts an editor into `place`; gives { text, setText, mark, focus }. */
export function makeEditor(place, setup, language, run) {
  const root = place.attachShadow({ mode: "open" });
  const inner = document.createElement("div");
  inner.className = "inner";
  root.append(inner);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".inner { height: 100%; }");
  const view = new EditorView({
    parent: inner,
    root,
    state: EditorState.create({
      doc: "",
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        highlightActiveLine(), StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), THEME, EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "SPARQL" }),
        autocompletion({ override: [(context) => complete(context, setup, language)] }),
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab,
        ]),
      ],
    }),
  });
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return {
    text: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    mark: (line, column, message) => view.dispatch(setDiagnostics(view.state, line ? [diagnostic(view.state, line, column, message)] : [])),
  };
}

function diagnostic(state, number, column, message) {
  const line = state.doc.line(Math.min(Math.max(number, 1), state.doc.lines));
  // The server counts code points, the editor UTF-16 units.
  const before = [...line.text].slice(0, column - 1).join("").length;
  const from = Math.min(line.from + before, line.to);
  const word = /^[\w:?$-]+/.exec(line.text.slice(from - line.from));
  return { from, to: Math.min(from + (word ? word[0].length : 1), state.doc.length), severity: "error", message };
}

function complete(context, setup, language) {
  const name = context.matchBefore(/[A-Za-z][\w-]*:[\w-]*/);
  if (name) {
    const prefix = name.text.split(":")[0];
    return { from: name.from + prefix.length + 1, options: termsOf(prefix, setup, language), validFor: /^[\w-]*$/ };
  }
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[A-Za-z]\w*/);
  if (!word && !context.explicit) return null;
  const prefixes = Object.entries(setup.prefixes).map(([prefix, iri]) => ({ label: `${prefix}:`, detail: iri, type: "namespace" }));
  return {
    from: word ? word.from : context.pos,
    options: [...prefixes, ...KEYWORDS.map((label) => ({ label, type: "keyword" }))],
    validFor: /^\w*$/,
  };
}

function termsOf(prefix, setup, language) {
  if (prefix !== "kg") return (COMMON[prefix] || []).map((label) => ({ label, type: "property" }));
  return setup.terms.map((label) => ({
    label,
    detail: (setup.labels[label] || {})[language] || "",
    type: /^[A-Z]/.test(label) ? "class" : "property",
    boost: setup.labels[label] ? 1 : 0,
  }));
}
