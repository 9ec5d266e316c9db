// Posts as a reader says them: 岚水县 with 县长 is 岚水县长.

const DIVISION = /[省市县区州盟旗镇乡村]/;

/** The office of a post in one word: whose it is and the title, the division that both name said once. */
export function officeOf(data, s) {
  const name = data.name(data.statements.object[s]);
  const title = data.statements.title(s) || "";
  const last = name.slice(-1);
  if (title.startsWith(last) && DIVISION.test(last)) return name + title.slice(1);
  return /\w$/.test(name) ? `${name} ${title}` : name + title;
}

/** Whether a statement tells of what was, or is only proposed or denied, and not of what is. */
export function isPast(data, s) {
  return !["current", "acting"].includes(data.statements.status(s));
}

/** Whether an office answers a query: it is what was typed or ends in it. A deputy (副市长) is not the head. */
export function isOffice(office, query) {
  const at = office.length - query.length;
  return at >= 0 && office.endsWith(query) && office[at - 1] !== "副";
}
