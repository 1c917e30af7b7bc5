// Elements from plain values. Nothing here reads HTML, so what a prompt holds stays text.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button.primary", {onclick, "aria-label": …}, "text", child, [more])`. Falsy children are left out. */
export function h(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  return filled(document.createElement(tag), classes, rest);
}

/** The same within a picture. */
export function s(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  return filled(document.createElementNS(SVG, tag), classes, rest);
}

function filled(element, classes, rest) {
  if (classes.length) element.classList.add(...classes);
  let children = rest;
  const first = rest[0];
  if (first && typeof first === "object" && !(first instanceof Node) && !Array.isArray(first)) {
    children = rest.slice(1);
    for (const [key, value] of Object.entries(first)) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "value" || key === "checked" || key === "muted") element[key] = value;
      else element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const ICONS = {
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.500h4M4 14.500h4M16 9.500h4M16 14.500h4",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.500L20 17M15.5 9.500h.01",
  download: "M12 4v11M7 10.5 12 15.500l5-5M5 20h14",
  again: "M4.5 12a7.5 7.5 0 1 1 2.200 5.300M4 20v-4.500h4.5",
  dice: "M3.5 7.5h3.5l8 9h4.5M3.5 16.5h3.5l2.5-2.8M12.6 10.3 15 7.5h4.5M17 4.5l3 3-3 3M17 13.5l3 3-3 3",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13",
  code: "M9 7l-5 5 5 5M15 7l5 5-5 5",
  close: "M6 6l12 12M18 6 6 18",
  play: "M8 5.500v13l10.5-6.500z",
  pause: "M8 5.500v13M16 5.500v13",
  check: "M5 12.5 10 17.5 19 7",
  key: "M8.5 19.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM11.4 12.6 19.5 4.5M15 9l3 3M18 6l2 2",
  compare: "M4 5h7v14H4zM13 5h7v14h-7z",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15.5 15.5 20 20",
  warn: "M12 4.5 21 19.500H3zM12 10v4.500M12 17h.01",
  spark: "M12 4v5M12 15v5M4 12h5M15 12h5",
};

/** A line drawing; what it means is said beside it. */
export function icon(name) {
  return s("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
}

/** A sentence of the server's, its `names` set as code. */
export function sentence(text) {
  return text.split(/(`[^`]+`)/).map((part) => (/^`.+`$/.test(part) ? h("code", part.slice(1, -1)) : part));
}

let silence;

/** Have `text` read out where somebody listens to the page. */
export function say(text) {
  const place = document.getElementById("said");
  clearTimeout(silence);
  place.textContent = "";
  silence = setTimeout(() => (place.textContent = text), 60);
}

let serial = 0;

/** A name for an element that another one points at. */
export const fresh = (what) => `${what}-${++serial}`;

/** A question that has to be answered: resolves to whether it was a yes. */
export function ask(question, yes, { danger = false } = {}) {
  return new Promise((resolve) => {
    const title = fresh("ask");
    const dialog = h(
      "dialog.ask",
      { "aria-labelledby": title, onclose: () => (dialog.remove(), resolve(dialog.returnValue === "yes")) },
      h("p", { id: title }, question),
      h(
        "div.row.end",
        h("button.quiet", { type: "button", onclick: () => dialog.close("no") }, "Keep it"),
        h(danger ? "button.danger" : "button.primary", { type: "button", onclick: () => dialog.close("yes") }, yes),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
