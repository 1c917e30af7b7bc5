// The key, where the page keeps it: for this tab, or on this computer if that was asked. Never in an address.

const NAME = "vitascope.key";

/** Browsers may refuse storage; then the key lives as long as the page does. */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

let held = null;

export function readKey() {
  held ??= attempt(() => sessionStorage.getItem(NAME)) ?? attempt(() => localStorage.getItem(NAME));
  return held;
}

/** `remember`: on this computer, for every tab and the next visit. */
export function keepKey(key, remember = false) {
  forgetKey();
  held = key;
  attempt(() => (remember ? localStorage : sessionStorage).setItem(NAME, key));
}

export function forgetKey() {
  held = null;
  attempt(() => sessionStorage.removeItem(NAME));
  attempt(() => localStorage.removeItem(NAME));
}

const LINK = /^#sign-in=([\w-]{20,100})$/;

/** The token of a one-time link, taken out of the address bar and the history before anything else happens. */
export function takeToken() {
  const found = LINK.exec(location.hash);
  if (!found) return null;
  history.replaceState(null, "", location.pathname + location.search + "#/");
  return found[1];
}

/** What a person had typed, kept for this tab over a reload. */
export function keepDraft(values) {
  attempt(() => sessionStorage.setItem("vitascope.form", JSON.stringify(values)));
}

export function readDraft() {
  return attempt(() => JSON.parse(sessionStorage.getItem("vitascope.form") ?? "null"));
}
