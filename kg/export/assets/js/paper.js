// What stands on paper: the picture, and the panel with nothing folded.

import { byId } from "./dom.js";
import { pictureElement } from "./save.js";
import { readColours } from "./canvas.js";

/** `redraw` brings the screen back when the printing is over. */
export function listenToPaper(app, redraw) {
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = unfold(byId("panel"));
    // Paper is white whatever the screen is.
    document.documentElement.dataset.theme = "light";
    readColours(app.canvas);
    byId("printed").replaceChildren(pictureElement(app));
  });
  window.addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
    byId("printed").replaceChildren();
    redraw();
  });
}

/** Opens every fold, those inside folds too, and gives those that were closed: on paper nobody can. */
function unfold(element) {
  const found = [];
  for (;;) {
    const closed = [...element.querySelectorAll("details:not([open])")];
    if (!closed.length) return found;
    for (const fold of closed) {
      fold.open = true;
      if (fold.fill) fold.fill();
    }
    found.push(...closed);
  }
}
