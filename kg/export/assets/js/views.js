// Views that a reader has saved in this browser, by name. A page opened where nothing may be stored has none.

export function viewsKey(title) {
  return `kg-views:${title}`;
}

/** Saved views as [{name, hash}]; whatever else is found in the store is not one. */
export function readViews(store, key) {
  try {
    const found = JSON.parse(store.getItem(key) || "[]");
    return Array.isArray(found)
      ? found.filter((view) => view && typeof view.name === "string" && typeof view.hash === "string")
      : [];
  } catch {
    return [];
  }
}

/** Adds a view, or replaces the one of that name, and says whether it could be stored. */
export function saveView(store, key, view) {
  return write(store, key, [...readViews(store, key).filter(({ name }) => name !== view.name), view]);
}

export function dropView(store, key, name) {
  return write(
    store,
    key,
    readViews(store, key).filter((view) => view.name !== name),
  );
}

function write(store, key, views) {
  try {
    store.setItem(key, JSON.stringify(views));
    return true;
  } catch {
    return false;
  }
}

/** This browser's store, or one that holds nothing. */
export function storeOf(page) {
  try {
    return page.localStorage || EMPTY;
  } catch {
    return EMPTY;
  }
}

const EMPTY = {
  getItem: () => null,
  setItem: () => {
    throw new Error("nothing may be stored here");
  },
};
