// The latest clips, small, beneath the stage: each a link, those under way with how far they are.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { final } from "./follow.js";

const AGAIN_MS = 3_000;

/** The strip; `refresh()` looks again, and goes on looking while something is under way and the page is seen. */
export function recent({ count = 8, current }) {
  const strip = h("div.strip");
  const box = h(
    "section.recent",
    { hidden: true, "aria-label": "Latest clips" },
    h("div.row.between", h("h2", "Latest"), h("a", { href: "#/gallery" }, "All clips")),
    strip,
  );
  let timer;
  async function refresh() {
    clearTimeout(timer);
    let found;
    try {
      found = (await api.clips({ limit: count })).data;
    } catch (error) {
      if (error.passing) timer = setTimeout(refresh, 2 * AGAIN_MS);
      return;
    }
    box.hidden = found.length === 0;
    strip.replaceChildren(...found.map((clip) => thumbnail(clip, { current: clip.uuid === current() })));
    if (found.some((clip) => !final(clip))) timer = setTimeout(() => (document.hidden ? seen() : refresh()), AGAIN_MS);
  }
  const seen = () => document.addEventListener("visibilitychange", () => refresh(), { once: true });
  return {
    box,
    refresh,
    mark: () =>
      strip.querySelectorAll("a").forEach((link) => {
        link.hash === `#/clip/${current()}`
          ? link.setAttribute("aria-current", "true")
          : link.removeAttribute("aria-current");
      }),
    stop: () => clearTimeout(timer),
    clear: () => (clearTimeout(timer), (box.hidden = true), strip.replaceChildren()),
  };
}

/** A clip as a small picture that leads to it. */
export function thumbnail(clip, { current = false } = {}) {
  const state = {
    queued: "Queued",
    generating: `${Math.floor(100 * (clip.progress ?? 0))} %`,
    error: clip.error?.name === "Cancelled" ? "Cancelled" : "Failed",
  }[clip.status];
  return h(
    "a.thumb",
    { href: `#/clip/${clip.uuid}`, title: clip.request.prompt, "aria-current": current && "true" },
    h(
      "span.still",
      { "data-status": clip.status },
      clip.poster
        ? h("img", { src: api.here(clip.poster), alt: "", loading: "lazy", decoding: "async" })
        : icon(clip.status === "error" ? "warn" : "film"),
      h("span.badges", state && h("span.badge", state), clip.meta?.draft && h("span.badge", "Draft")),
    ),
    h("span.words", clip.request.prompt),
  );
}
