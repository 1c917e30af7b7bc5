// What an ordinary key may ask for, and how much of that it has: its own limits and its account's.

import { h } from "./dom.js";
import * as words from "./words.js";

const NAMES = {
  requests_per_minute: "Requests a minute",
  queued: "Clips waiting at once",
  running: "Clips rendering at once",
  credits: "Spending",
};

/** The section, from what `playground/limits` tells. */
export function limitsSection(limits) {
  return h(
    "section.limits",
    h("h2", "Limits"),
    limits.length
      ? h("div.figures", limits.map(figure))
      : h("p.muted", "None: your clips wait for their turn in fair order, and nothing is refused."),
    h(
      "p.muted.small",
      "Whoever runs this server sets them, by ",
      h("code", "vitascope accounts limit"),
      " and ",
      h("code", "vitascope keys limit"),
      ". Keys are managed with a management key: sign in with one to see them here.",
    ),
  );
}

function figure(limit) {
  const note = [limit.of === "key" ? "of this key" : "of the account", ...used(limit)].join(" · ");
  return h(
    "div.figure",
    h("h3", NAMES[limit.name]),
    h("p.value", value(limit)),
    meter(limit),
    h("p.muted.small", note),
  );
}

function value({ name, limit, usd, period }) {
  if (name !== "credits") return limit.toLocaleString();
  return `${words.dollars(usd)} ${period === "no_reset" ? "in all" : `a ${period}`}`;
}

function used({ name, used, used_usd: spent, next_s: next }) {
  if (name === "queued") return [`${used} waiting now`];
  if (name === "running") return [`${used} rendering now`];
  if (name !== "credits") return [];
  return [`${words.dollars(spent)} spent or set aside`, ...(next === null ? [] : [`anew in ${words.seconds(next)}`])];
}

function meter({ name, limit, used }) {
  if (used === null) return null;
  const about = `${NAMES[name]}: used`;
  return h("meter", { min: 0, max: Math.max(1, limit), value: Math.min(used, limit), "aria-label": about });
}
