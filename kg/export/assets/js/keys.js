// The keyboard: / finds, Escape goes back, Ctrl+Z undoes, and on the canvas arrows move, + - 0 zoom.

import { byId } from "./dom.js";

const STEP = 60;
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function listenToKeys(app) {
  document.addEventListener("keydown", (event) => keydown(app, event));
}

function keydown(app, event) {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    if (event.shiftKey) app.redo();
    else app.undo();
    return;
  }
  if (typing || command || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape") goBack(app);
  else if (event.target === byId("canvas")) canvasKey(app, event);
}

function goBack(app) {
  const { selection } = app.state;
  if (selection && selection[0] === "article") app.closeArticle();
  else app.clear();
}

function canvasKey(app, event) {
  if (event.key in ARROWS) {
    event.preventDefault();
    app.shift(ARROWS[event.key]);
  } else if (event.key === "+" || event.key === "=") app.zoom(1.3);
  else if (event.key === "-") app.zoom(1 / 1.3);
  else if (event.key === "0") app.fit();
}
