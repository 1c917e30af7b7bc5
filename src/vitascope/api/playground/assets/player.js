// A finished clip, playing.

import { here } from "./api.js";
import { h, icon } from "./dom.js";

/** The player. `renew` asks for a fresh link, for one that has expired while the page was open. */
export function player(clip, { renew }) {
  let renewed = false;
  const video = h("video", {
    controls: true,
    playsinline: true,
    preload: "metadata",
    poster: clip.poster && here(clip.poster),
    src: here(clip.video.url),
    "aria-label": `${clip.request.prompt}`,
    onerror: async () => {
      try {
        if (renewed) throw new Error("The link is fresh, so it is the file.");
        renewed = true;
        video.src = here(await renew());
      } catch {
        box.classList.add("blank");
        box.replaceChildren(
          h("div.reel", icon("warn")),
          h("p.lead", "The clip cannot be played"),
          h(
            "p.muted",
            "Its file was deleted, as files are after a while, or this browser cannot read it. Made again with the same settings it is the same clip.",
          ),
        );
      }
    },
  });
  const box = h("div.screen.playing", video);
  return {
    box,
    video,
    play: () => video.play().catch(() => {}), // a browser may want a click first
    seek: (seconds) => {
      video.currentTime = seconds;
      video.play().catch(() => {});
    },
  };
}
