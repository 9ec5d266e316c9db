// When things were reported: a strip of bars to choose a span from.

import { button, h, replace } from "./dom.js";

const BARS_AT_MOST = 72;

/** Bars over all dates: days, months or years, whichever is the finest of which there are few enough. */
export function bins(dates) {
  const known = dates.filter(Boolean).sort();
  if (!known.length) return [];
  const first = known[0].padEnd(10, "-01").slice(0, 10);
  const last = known[known.length - 1];
  for (const unit of ["day", "month", "year"]) {
    const starts = startsOf(unit, first, last.length > 7 ? last : `${last}-31`);
    if (starts.length > BARS_AT_MOST && unit !== "year") continue;
    // A date that says no more than its year has no place among days.
    if (unit === "day" && known.some((date) => date.length < 10)) continue;
    if (unit === "month" && known.some((date) => date.length < 7)) continue;
    return starts
      .map((start) => ({ from: start, to: lastDay(unit, start), label: labelOf(unit, start), count: 0 }))
      .map((bin) => ({ ...bin, count: known.filter((date) => startOf(unit, date) === bin.from).length }));
  }
  return [];
}

function startOf(unit, date) {
  if (unit === "day") return date;
  return unit === "month" ? `${date.slice(0, 7)}-01` : `${date.slice(0, 4)}-01-01`;
}

function startsOf(unit, first, last) {
  const starts = [];
  let at = startOf(unit, first);
  while (at <= last && starts.length <= 2000) {
    starts.push(at);
    at = next(unit, at);
  }
  return starts;
}

function next(unit, start) {
  const [year, month, day] = start.split("-").map(Number);
  const date = new Date(
    Date.UTC(
      year + (unit === "year" ? 1 : 0),
      month - 1 + (unit === "month" ? 1 : 0),
      day + (unit === "day" ? 1 : 0),
    ),
  );
  return date.toISOString().slice(0, 10);
}

function lastDay(unit, start) {
  const date = new Date(`${next(unit, start)}T00:00:00Z`);
  return new Date(date.getTime() - 86_400_000).toISOString().slice(0, 10);
}

function labelOf(unit, start) {
  return start.slice(0, { day: 10, month: 7, year: 4 }[unit]);
}

/** The strip inside `element`; hidden when there is no span to choose. */
export function createTime(app, element) {
  const time = { app, element, clock: null, bins: [], bars: [], low: null, high: null, label: null };
  time.dates = { "": app.data.documents.map(({ published }) => published), event: eventDates(app.data) };
  return time;
}

function eventDates({ statements }) {
  const found = [];
  for (let s = 0; s < statements.count; s += 1) found.push(statements.start(s), statements.end(s));
  return found;
}

function build(time) {
  const { app, element } = time;
  time.clock = app.state.filters.clock;
  const found = bins(time.dates[time.clock]);
  time.bins = found;
  element.hidden = found.length < 2;
  if (element.hidden) return;
  const most = Math.max(...found.map(({ count }) => count));
  time.bars = found.map(({ count, label }) => {
    const bar = h("span", { class: "bar-of-time", title: `${label}: ${count}` });
    bar.style.height = `${count ? 12 + (88 * count) / most : 0}%`;
    return bar;
  });
  const range = (word, value) =>
    h("input", {
      type: "range",
      min: 0,
      max: found.length - 1,
      step: 1,
      value,
      "aria-label": `${app.w("time")} ${app.w(word)}`,
      on: { input: () => preview(time), change: () => choose(time) },
    });
  time.low = range("from", 0);
  time.high = range("to", found.length - 1);
  time.label = h("span", { class: "time-label" });
  time.reset = button(app.w("wholeTime"), () => app.filter({ from: "", to: "" }), { className: "link" });
  replace(
    element,
    h("div", { class: "time-head" }, clocks(time), time.label, time.reset),
    h("div", { class: "time-strip" }, h("div", { class: "bars" }, time.bars), time.low, time.high),
  );
}

/** Two clocks where the statements have dates of their own: when it was reported, and when it happened. */
function clocks({ app, dates, clock }) {
  if (bins(dates.event).length < 2) return h("span", {}, app.w("time"));
  const choice = (value, word) =>
    button(app.w(word), () => app.filter({ clock: value, from: "", to: "" }), { pressed: clock === value });
  return h(
    "span",
    { class: "segment small", role: "group" },
    choice("", "time"),
    choice("event", "eventTime"),
  );
}

function span(time) {
  const values = [Number(time.low.value), Number(time.high.value)];
  return [Math.min(...values), Math.max(...values)];
}

function preview(time) {
  const [low, high] = span(time);
  time.bars.forEach((bar, i) => bar.classList.toggle("out", i < low || i > high));
  time.label.textContent =
    low === high ? time.bins[low].label : `${time.bins[low].label} – ${time.bins[high].label}`;
  for (const [input, i] of [
    [time.low, low],
    [time.high, high],
  ])
    input.setAttribute("aria-valuetext", time.bins[i].label);
}

function choose(time) {
  const [low, high] = span(time);
  const whole = low === 0 && high === time.bins.length - 1;
  time.app.filter(whole ? { from: "", to: "" } : { from: time.bins[low].from, to: time.bins[high].to });
}

/** Brings the strip to the state's dates. */
export function drawTime(time) {
  if (time.clock !== time.app.state.filters.clock) build(time);
  if (time.element.hidden) return;
  const { from, to } = time.app.state.filters;
  const low = from ? time.bins.findIndex((bin) => bin.to >= from) : 0;
  const high = to ? time.bins.findLastIndex((bin) => bin.from <= to) : time.bins.length - 1;
  time.low.value = String(low < 0 ? time.bins.length - 1 : low);
  time.high.value = String(Math.max(0, high));
  time.reset.hidden = !from && !to;
  preview(time);
}
