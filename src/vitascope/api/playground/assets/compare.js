// Two clips side by side, in step: one clock for both, and the sound of one.

import * as api from "./api.js";
import { fresh, h, icon, sentence } from "./dom.js";
import { about } from "./clip-parts.js";

const DRIFT_S = 0.03; // beyond which the second catches up: most of a frame at 25 fps
const LOST_S = 0.5; // beyond which it is sent there, which shows

export function compareView({ main, rest, refused }) {
  const stop = new AbortController();
  main.replaceChildren(h("div.compare", h("span.spin", { "aria-hidden": "true" })));
  begin().catch((error) => {
    if (stop.signal.aborted) return;
    if (error.status === 401) return refused(error);
    main.replaceChildren(
      h(
        "div.card",
        h("div.reel", icon("warn")),
        h("h1", "These clips cannot be compared"),
        h("p.muted", sentence(error.message)),
        h("a.button", { href: "#/gallery" }, "To the clips"),
      ),
    );
  });

  async function begin() {
    const clips = await Promise.all(rest.slice(0, 2).map((id) => api.clip(id, { signal: stop.signal })));
    if (clips.length < 2 || clips.some((clip) => clip.status !== "completed"))
      throw new Error("Both have to be finished.");
    show(clips);
  }

  function show(clips) {
    const videos = clips.map((clip, at) =>
      h("video", {
        playsinline: true,
        preload: "auto",
        muted: at > 0,
        src: api.here(clip.video.url),
        poster: clip.poster && api.here(clip.poster),
        "aria-label": clip.request.prompt,
      }),
    );
    const [first, second] = videos;
    const longest = Math.max(...clips.map((clip) => clip.video.duration));
    const play = h(
      "button.primary.icon-only",
      { type: "button", "aria-label": "Play", onclick: () => (playing() ? pause() : start()) },
      icon("play"),
    );
    const slider = h("input", {
      type: "range",
      min: 0,
      max: longest,
      step: 0.01,
      value: 0,
      "aria-label": "Where in the clips",
      oninput: () => seek(Number(slider.value)),
    });
    const clock = h("span.clock", `0.0 / ${longest.toFixed(1)} s`);
    const group = fresh("sound");
    const sounds = [
      ["Left", 0],
      ["Right", 1],
      ["None", -1],
    ].map(([label, at]) => {
      const input = h("input", {
        type: "radio",
        name: group,
        id: fresh("sound"),
        checked: at === 0,
        onchange: () => videos.forEach((video, each) => (video.muted = each !== at)),
      });
      return [input, h("label", { for: input.id }, label)];
    });
    const playing = () => videos.some((video) => !video.paused && !video.ended);
    const seek = (time) =>
      videos.forEach((video, at) => (video.currentTime = Math.min(time, clips[at].video.duration)));
    const pause = () => videos.forEach((video) => video.pause());
    function start() {
      if (videos.every((video) => video.ended || video.currentTime >= longest - 0.05)) seek(0);
      second.currentTime = first.currentTime;
      for (const video of videos) video.play().catch(() => {});
    }
    /** A little faster or slower, since sending it there for each frame would only stutter. */
    function keepUp(behind) {
      if (Math.abs(behind) > LOST_S) second.currentTime = first.currentTime;
      second.playbackRate = Math.abs(behind) > DRIFT_S ? 1 + Math.max(-0.3, Math.min(0.3, 2 * behind)) : 1;
    }
    function tick() {
      if (stop.signal.aborted) return;
      requestAnimationFrame(tick);
      const time = Math.max(first.currentTime, first.ended ? second.currentTime : 0);
      if (document.activeElement !== slider || playing()) slider.value = time;
      clock.textContent = `${time.toFixed(1)} / ${longest.toFixed(1)} s`;
      const now = playing() ? "Pause" : "Play";
      if (play.getAttribute("aria-label") !== now) {
        play.setAttribute("aria-label", now);
        play.replaceChildren(icon(now.toLowerCase()));
      }
      if (playing() && !first.ended && !second.ended && !second.seeking) keepUp(first.currentTime - second.currentTime);
    }
    main.replaceChildren(
      h(
        "div.compare",
        h("div.row.between.head", h("h1", "Side by side"), h("a.button", { href: "#/gallery" }, "All clips")),
        h(
          "div.two",
          clips.map((clip, at) =>
            h(
              "section",
              { "aria-label": at ? "Right" : "Left" },
              h("div.screen", videos[at]),
              about(clip),
              h("a.small.muted", { href: `#/clip/${clip.uuid}` }, "Open it alone"),
            ),
          ),
        ),
        h(
          "div.transport",
          play,
          slider,
          clock,
          h("div.segments.small", { role: "radiogroup", "aria-label": "Sound" }, h("span.hint", "Sound"), sounds),
        ),
      ),
    );
    tick();
    play.focus();
  }
  return () => {
    stop.abort();
    main.querySelectorAll("video").forEach((video) => video.pause());
  };
}
