// A finished clip, playing.

import { here } from "./api.js";
import { h } from "./dom.js";

/** The player. `renew` asks for a fresh link, for one that has expired while the page was open. */
export function player(clip, { renew }) {
  let renewed = false;
  const video = h("video", {
    controls: true, playsinline: true, preload: "metadata", poster: clip.poster && here(clip.poster), src: here(clip.video.url),
    "aria-label": `${clip.request.prompt}`,
    onerror: async () => {
      if (renewed) return;
      renewed = true;
      try {
        video.src = here(await renew());
      } catch {
        // the player says itself that there is nothing to play
      }
    },
  });
  return {
    box: h("div.screen.playing", video),
    video,
    play: () => video.play().catch(() => {}), // a browser may want a click first
    seek: (seconds) => {
      video.currentTime = seconds;
      video.play().catch(() => {});
    },
  };
}
