// A refusal that ends by itself, such as a limit's: when to try again, counted down.

import { h, icon, say, sentence } from "./dom.js";
import * as words from "./words.js";

const CLOCK_S = 100; // what is longer is told by the clock as well

/** What a `Problem` says, as an alert. */
export function refusalNote(error) {
  const note = h("p.problem", { role: "alert" });
  fillRefusal(note, error);
  return note;
}

const counts = new WeakMap();

/** The same in an element that is there already, and may have another refusal in it. */
export function fillRefusal(note, error) {
  clearInterval(counts.get(note));
  if (!error.retryAfter) return note.replaceChildren(icon("warn"), h("span", sentence(error.message)));
  const until = Date.now() + 1000 * error.retryAfter;
  // Once, for those who listen: a count that is read out each second says nothing else any more.
  const left = h("strong.count", { "aria-hidden": "true" });
  const once = h("span.unseen", `You may try again in ${words.seconds(error.retryAfter)}.`);
  note.replaceChildren(icon("warn"), h("span", sentence(unhurried(error.message)), " ", left, once));
  function tick() {
    const seconds = (until - Date.now()) / 1000;
    if (seconds > 0) {
      const time = new Date(until).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
      left.textContent = `Try again in ${words.seconds(seconds)}${seconds > CLOCK_S ? `, at ${time}` : ""}.`;
      return;
    }
    clearInterval(counts.get(note));
    left.textContent = "You may try again now.";
    once.remove();
    if (note.isConnected && !note.hidden) say("You may try again now.");
  }
  counts.set(note, setInterval(tick, 1000));
  tick();
}

/** A sentence without its own "try again in about 12 s", which is no longer true in a moment. */
const unhurried = (message) =>
  message
    .replace(/(; try again|[;:] come again|; the next minute begins) in (about )?[\d.,]+ s\.$/, ".")
    .replace(/ begins in [\d.,]+ s, at /, " begins at ");
