// What an engine told of a clip: its shots, what it understood and what it did not, what it drew only roughly.

import { h, icon } from "./dom.js";

const SHOT = /^([\d.]+)–([\d.]+) s: (.*)$/s;

/** The notes of a clip, or null where there is nothing to tell. A shot's time is a button that goes there. */
export function storyboard(clip, { seek }) {
  const notes = clip.notes ?? {};
  const list = (name) => (Array.isArray(notes[name]) ? notes[name].map(String) : []);
  const shots = list("storyboard");
  const parts = [
    shots.length &&
      h(
        "ol.shots",
        shots.map((text) => shot(text, seek)),
      ),
    words("Understood", "understood", list("understood")),
    words("Left out", "missed", list("not_understood")),
    list("approximated").length &&
      h(
        "div.notes",
        h("h2", "Drawn only roughly"),
        h(
          "ul",
          list("approximated").map((text) => h("li", text)),
        ),
      ),
  ].filter(Boolean);
  return parts.length ? h("div.storyboard", parts) : null;
}

function shot(text, seek) {
  const [, from, to, what] = SHOT.exec(text) ?? [];
  if (!what) return h("li", h("p", text));
  return h(
    "li",
    h(
      "button.time",
      { type: "button", "aria-label": `Play from ${from} s`, onclick: () => seek(Number(from)) },
      icon("play"),
      `${from}–${to} s`,
    ),
    h("p", what.charAt(0).toUpperCase() + what.slice(1)),
  );
}

const words = (title, kind, found) =>
  found.length
    ? h(
        "div.notes",
        h("h2", title),
        h(
          "p.words",
          { "data-kind": kind },
          found.map((word) => h("span", word)),
        ),
      )
    : null;
