// Every word of the query page, Chinese and English side by side; those of columns and cells come with the set-up.

const TABLE = {
  explorer: ["关系图", "Explorer"],
  questions: ["常用问题", "Questions"],
  run: ["运行", "Run"],
  fill: ["填入并运行", "Fill in and run"],
  running: ["正在查询……", "Running…"],
  table: ["表格", "Table"],
  graph: ["图", "Graph"],
  save: ["下载", "Download"],
  rows: ["行", "rows"],
  row: ["行", "row"],
  triples: ["个三元组", "triples"],
  triple: ["个三元组", "triple"],
  cut: ["结果过多，只显示前", "There is more: shown are only the first"],
  shown: ["表格只显示前", "The table shows only the first"],
  none: ["没有结果", "No result"],
  yes: ["是", "yes"],
  no: ["否", "no"],
  explore: ["在关系图中查看", "Show in the explorer"],
  optional: ["（可不填）", " (optional)"],
  unreachable: ["服务器没有应答", "The server does not answer"],
};

export const LANGUAGE = (new URLSearchParams(location.search).get("lang") || navigator.language).startsWith("zh") ? "zh" : "en";

/** The word for `key`. */
export function word(key) {
  return Object.hasOwn(TABLE, key) ? TABLE[key][LANGUAGE === "zh" ? 0 : 1] : key;
}

/** A number of things in words: `1 row`, `2 rows`. */
export function counted(number, one, many) {
  return `${number} ${word(number === 1 ? one : many)}`;
}

/** What a column, or a field of a question, is called; a variable of a query of one's own stands for itself. */
export function columnWord(name, setup) {
  return Object.hasOwn(setup.columns, name) ? setup.columns[name][LANGUAGE] : name;
}

// Cells of these columns are words of the vocabulary; those of the others are what the texts say.
const WORDED = ["relation", "status", "what", "why"];

/**
 * The reader's word for a cell, where it is one of the vocabulary: "holdsPost ←" is "任职 ←". `post` says that the row is
 * of one, whose status has other words.
 */
export function cellWord(column, text, setup, post) {
  if (!WORDED.includes(column)) return text;
  if (column === "status" && !post && Object.hasOwn(setup.statuses, text)) return setup.statuses[text][LANGUAGE];
  const [, bare, arrow] = /^(.*?)( [←→])?$/.exec(text) || [null, text, ""];
  const known = Object.hasOwn(setup.words, bare) && setup.words[bare][LANGUAGE];
  return known ? known + (arrow || "") : text;
}
