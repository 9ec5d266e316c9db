// The clipboard, and a word to the reader that passes by itself.

import { byId } from "./dom.js";

/** Puts `text` on the clipboard. */
export async function copyText(text) {
  // A page opened from disk may not be let near the clipboard; a selected field always works.
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

let timer = 0;

/** Shows a word for a moment. */
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    element.hidden = true;
  }, 1600);
}
