// Cutting a text into pieces that are shown alike, and writing values safely into files.

/** Names inside longer names (长治市 in 长治市委) give way to those: the longer one is what the sentence means. */
function outermost(mentions) {
  const order = [...mentions].sort((one, other) => one.start - other.start || other.end - one.end);
  let end = -1;
  return order.filter((mention) => {
    if (mention.start < end) return false;
    end = mention.end;
    return true;
  });
}

/**
 * The pieces of `text`, whose first unit stands at `offset` of its document. `all` are the mentions as
 * {start, end, entity} and `triggers` as [start, end], both in the document's offsets. A piece is
 * {text, entity, trigger, start}.
 */
export function pieces(text, offset, all, triggers) {
  const mentions = outermost(all);
  const cuts = new Set([0, text.length]);
  const add = (at) => {
    if (at - offset > 0 && at - offset < text.length) cuts.add(at - offset);
  };
  for (const { start, end } of mentions) {
    add(start);
    add(end);
  }
  triggers.flat().forEach(add);
  const order = [...cuts].sort((one, other) => one - other);
  const found = [];
  for (let i = 0; i + 1 < order.length; i += 1) {
    const [from, to] = [order[i] + offset, order[i + 1] + offset];
    const mention = mentions.find(({ start, end }) => start <= from && to <= end);
    found.push({
      text: text.slice(order[i], order[i + 1]),
      entity: mention ? mention.entity : -1,
      trigger: triggers.some(([start, end]) => start <= from && to <= end),
      start: from,
    });
  }
  return found;
}

/**
 * One CSV file. A cell that a spreadsheet would read as a formula gets an apostrophe: names come from the
 * open web. The mark at the front tells Excel that the file is UTF-8.
 */
export function csv(header, rows) {
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return `\ufeff${[header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** The url when a reader may follow it, else null: `javascript:` and `data:` run in the page. */
export function safeUrl(url) {
  return /^https?:\/\/[^\s]+$/i.test(url || "") ? url : null;
}

/** A name that fits, with its beginning and its end: Chinese organizations differ at the end. */
export function shortened(name, most) {
  const characters = [...name];
  if (characters.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}
