// Finding by name, alias, pinyin, office, title of an article and sentence.

import { quoteOf } from "./data.js";
import { isOffice, isPast, officeOf } from "./office.js";

/**
 * Whether `query` (lower case, no spaces) spells characters of `text` from some point on, each by its full
 * reading, the start of it, or itself: "sdj", "sundj" and "sundajun" all spell 孙大军. Returns where it starts,
 * or -1.
 */
export function pinyinStart(text, query, readings) {
  const characters = [...text.toLowerCase()];
  const spell = (at, done) => {
    if (done === query.length) return true;
    if (at === characters.length) return false;
    const options = readings[characters[at]] || [characters[at]];
    for (const option of options) {
      for (let length = Math.min(option.length, query.length - done); length > 0; length -= 1) {
        if (option.slice(0, length) === query.slice(done, done + length) && spell(at + 1, done + length))
          return true;
      }
    }
    return false;
  };
  for (let start = 0; start < characters.length; start += 1) if (spell(start, 0)) return start;
  return -1;
}

/**
 * How well a name answers a query: 0 is best, null is not at all. Both are folded. Spelling a name from its first
 * character counts nearly as much as writing it so; letters inside a word count little, and few of them nothing.
 */
export function nameScore(name, query, readings) {
  const lower = name.toLowerCase();
  if (lower === query) return 0;
  const at = lower.indexOf(query);
  if (at === 0) return 1;
  const inside = at > 0 && /[a-z]/.test(lower[at - 1]) && /^[a-z]/.test(query);
  if (at > 0 && !inside) return 2;
  const spelled = query.replace(/[\s']/g, "");
  if (/^[a-z0-9ü]+$/.test(spelled)) {
    const start = pinyinStart(name, spelled, readings);
    if (start === 0) return 1.4;
    if (start > 0 && spelled.length > 1 && !inside) return 4;
  }
  return inside && query.length > 2 ? 5 : null;
}

/** Entities, office holders, articles and sentences that answer `typed`, the best first, each at most `limit`. */
export function search(data, typed, limit = 8) {
  const query = data.fold(typed.trim());
  if (!query) return { entities: [], holders: [], articles: [], sentences: [] };
  return {
    entities: findEntities(data, query, limit),
    holders: query.length > 1 ? findHolders(data, query, limit) : [],
    articles: findArticles(data, query, limit),
    sentences: query.length > 1 ? findSentences(data, query, limit) : [],
  };
}

function findEntities(data, query, limit) {
  const found = [];
  for (let i = 0; i < data.count; i += 1) {
    let [best, via] = [null, -1];
    data.foldedNames(i).forEach((name, which) => {
      const score = nameScore(name, query, data.readings);
      // An alias must answer better than the name to be shown in its place.
      const weighed = score === null ? null : score + (which ? 0.5 : 0);
      if (weighed !== null && (best === null || weighed < best)) [best, via] = [weighed, which - 1];
    });
    if (best !== null) found.push({ index: i, score: best, via: via < 0 ? null : data.aliases(i)[via].name });
  }
  // Indexes are ranks: among equal answers the more important comes first.
  return found.sort((one, other) => one.score - other.score || one.index - other.index).slice(0, limit);
}

/**
 * Posts whose office is what was typed or ends in it, "长治市委书记" or "市委书记": first the very office, then those held
 * now, then the best attested.
 */
function findHolders(data, query, limit) {
  const { subject, sources, count } = data.statements;
  const found = [];
  for (let s = 0; s < count; s += 1) {
    if (!data.statements.title(s)) continue;
    const office = data.fold(officeOf(data, s));
    if (isOffice(office, query))
      found.push({ statement: s, score: (office === query ? 0 : 2) + Number(isPast(data, s)) });
  }
  return found
    .sort(
      (one, other) =>
        one.score - other.score ||
        sources[other.statement] - sources[one.statement] ||
        subject[one.statement] - subject[other.statement],
    )
    .slice(0, limit);
}

function findArticles(data, query, limit) {
  const found = [];
  data.documents.forEach((_, number) => {
    const score = nameScore(data.foldedTitle(number), query, data.readings);
    if (score !== null && score < 3) found.push({ number, score });
  });
  return found.sort((one, other) => one.score - other.score || one.number - other.number).slice(0, limit);
}

/** Sentences that are evidence and hold the query: article by article, since most articles do not hold it. */
function findSentences(data, query, limit) {
  const found = [];
  const seen = new Set();
  for (let number = 0; number < data.documents.length && found.length < limit; number += 1) {
    if (data.hasText && !data.foldedText(number).includes(query)) continue;
    for (const e of data.evidenceIn.of(number)) {
      const key = `${number}:${data.evidence.start[e]}`;
      if (seen.has(key) || found.length === limit) continue;
      seen.add(key);
      const text = quoteOf(data, e);
      const at = data.fold(text).indexOf(query);
      if (at >= 0) found.push({ evidence: e, text, at, length: query.length });
    }
  }
  return found;
}
