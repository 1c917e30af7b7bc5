// One clip, large: waiting, being made, made or failed; and what can be done with it.

import { refusalNote } from "./again-in.js";
import * as api from "./api.js";
import { about, asCode, details, tabs, engineWords } from "./clip-parts.js";
import { codePanel } from "./code.js";
import { ask, h, icon, say, sentence } from "./dom.js";
import { final, follow } from "./follow.js";
import { player } from "./player.js";
import { storyboard } from "./storyboard.js";
import * as words from "./words.js";

/**
 * The stage. `actions` are what the page does for it: `again(clip, {seed})`, `use(clip)`, `finish(clip)`,
 * `changed()` when a clip has got on in the world, `refused(problem)` where a key is no good any more.
 */
export function stage({ offer, actions }) {
  const box = h("section.stage", { "aria-label": "The clip" });
  let shown = null; // {clip, stop}
  let told = -1; // the quarter that was read out last

  function leave() {
    shown?.stop.abort();
    shown = null;
    told = -1;
  }

  function empty() {
    leave();
    box.replaceChildren(
      h(
        "div.screen.blank",
        h("div.reel", icon("film")),
        h("h1.lead", "Your clip will play here."),
        h("p.muted", "Write what is seen and heard, or begin with an example."),
      ),
      engineWords(offer.engine),
    );
  }

  /** Show the clip called `id` and follow it to its end. */
  async function show(id) {
    leave();
    const stop = new AbortController();
    const here = (shown = { id, clip: null, stop });
    box.replaceChildren(
      h("div.screen.blank", h("span.spin", { "aria-hidden": "true" }), h("p.muted", "Fetching the clip…")),
    );
    try {
      here.clip = await fetched(id, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (error.status === 401) return actions.refused(error);
      return gone(error);
    }
    if (stop.signal.aborted) return;
    draw(here);
    if (final(here.clip)) return;
    try {
      await follow(here.clip.id, {
        signal: stop.signal,
        away: (is) => actions.away(is),
        told: (state) => {
          here.clip = { ...here.clip, ...state };
          if (!final(state)) progress(here);
        },
      });
      if (stop.signal.aborted) return;
      if (here.clip.deleted) return gone({ status: 404 });
      here.clip = await fetched(id, stop.signal); // with the engine's notes and whole links
      draw(here, { made: true });
      actions.changed();
    } catch (error) {
      if (stop.signal.aborted) return;
      error.status === 401 ? actions.refused(error) : gone(error);
    }
  }

  /** The clip, however long the server is away. */
  async function fetched(id, signal) {
    for (let tries = 0; ; tries++) {
      try {
        const clip = await api.clip(id, { signal });
        actions.away(false);
        return clip;
      } catch (error) {
        if (!error.passing || signal.aborted) throw error;
        if (error.status !== 429) actions.away(true); // who says to come again later is there
        const wait_s = Math.min(60, error.retryAfter ?? 0);
        await new Promise((resolve) => setTimeout(resolve, Math.max(1000 * wait_s, Math.min(5000, 500 * 2 ** tries))));
        if (signal.aborted) throw error;
      }
    }
  }

  function gone(error) {
    const words =
      error.status === 404
        ? ["This clip is not here.", "It was deleted, or belongs to another account."]
        : ["The clip cannot be shown.", error.message];
    box.replaceChildren(
      h("div.screen.blank", h("div.reel", icon("warn")), h("h1.lead", words[0]), h("p.muted", sentence(words[1]))),
    );
  }

  // --- being made

  function draw(here, { made = false } = {}) {
    const { clip } = here;
    if (clip.status === "completed") return completed(here, made);
    if (clip.status === "error") return failed(here, made);
    const bar = h("progress", { max: 100, "aria-label": "Progress" });
    here.parts = {
      bar,
      percent: h("p.percent"),
      doing: h("p.lead"),
      left: h("p.muted"),
      cancel: h("button.quiet", { type: "button", onclick: () => cancel(here) }, "Cancel"),
    };
    const { percent, doing, left, cancel: button } = here.parts;
    box.replaceChildren(
      h(
        "div.screen.working",
        clip.image && h("img.behind", { src: api.here(clip.image), alt: "" }),
        percent,
        doing,
        bar,
        left,
        button,
      ),
      about(clip),
      h(
        "div.row",
        button_("edit", "Use these settings", () => actions.use(clip)),
      ),
    );
    progress(here);
  }

  function progress(here) {
    const { clip, parts } = here;
    if (!parts?.bar.isConnected) return;
    if (clip.poster) uncover(here);
    const waiting = clip.status === "queued";
    const percent = clip.percent ?? Math.floor(100 * (clip.progress ?? 0));
    const stage = clip.stage ?? clip.meta?.stage;
    const place = clip.queue_position;
    parts.percent.textContent = waiting ? (place ? `No. ${place}` : "Queued") : `${percent} %`;
    parts.doing.textContent = waiting
      ? place > 1
        ? `${place - 1} ${place === 2 ? "clip is" : "clips are"} ahead`
        : "Next in the queue"
      : `Rendering${stage ? `: ${stage}` : ""}${clip.steps ? ` ${clip.step} of ${clip.steps}` : ""}`;
    parts.left.textContent =
      clip.seconds_left === undefined
        ? waiting
          ? "Waiting for a worker"
          : "\u00a0"
        : `about ${words.seconds(clip.seconds_left)} left`;
    if (waiting) parts.bar.removeAttribute("value");
    else parts.bar.value = percent;
    document.title = waiting ? "Queued · Vitascope" : `${percent} % · Vitascope`;
    const quarter = waiting ? 0 : 1 + Math.floor(percent / 25);
    if (quarter !== told) {
      told = quarter;
      say(waiting ? `Queued. ${parts.doing.textContent}.` : `Rendering, ${percent} percent.`);
    }
  }

  /** The clip's own poster behind its bar, which comes into focus as the clip is made. */
  function uncover(here) {
    const { clip, parts } = here;
    if (!parts.poster) {
      parts.poster = h("img.behind.poster", { alt: "" });
      parts.poster.addEventListener("load", () => parts.poster.classList.add("there"), { once: true });
      parts.poster.src = api.here(clip.poster);
      parts.percent.before(parts.poster, h("span.scrim"));
    }
    parts.poster.style.setProperty("--left", String(1 - (clip.percent ?? 0) / 100));
  }

  async function cancel(here) {
    here.parts.cancel.disabled = true;
    here.parts.cancel.textContent = "Cancelling…";
    try {
      await api.cancel(here.clip.id);
    } catch (error) {
      if (error.status === 409 || !here.parts.cancel.isConnected) return; // it has ended meanwhile; that is told anyway
      here.parts.left.replaceChildren(...sentence(error.message));
      here.parts.cancel.disabled = false;
      here.parts.cancel.textContent = "Cancel";
    }
  }

  // --- ended

  function failed(here, made) {
    const { clip } = here;
    const cancelled = clip.error?.name === "Cancelled";
    document.title = "Vitascope";
    box.replaceChildren(
      h(
        "div.screen.blank",
        { "data-state": cancelled ? "cancelled" : "failed" },
        h("div.reel", icon(cancelled ? "close" : "warn")),
        h("p.lead", cancelled ? "Cancelled" : "This clip could not be made"),
        h("p.muted", sentence(clip.error?.message ?? "")),
        cancelled || h("p.muted", "It costs nothing."),
      ),
      about(clip),
      h(
        "div.row",
        button_("again", "Try again", () => actions.again(clip, {}), "primary"),
        button_("edit", "Change it", () => actions.use(clip)),
        deletion(clip),
      ),
    );
    if (made) say(cancelled ? "Cancelled." : `The clip could not be made. ${clip.error?.message}`);
  }

  function completed(here, made) {
    const { clip } = here;
    document.title = "Vitascope";
    const screen = player(clip, { renew: async () => (await api.clip(clip.uuid)).video.url });
    const notes = storyboard(clip, { seek: screen.seek });
    const order = h("div");
    const panels = [
      notes && [clip.notes?.storyboard?.length ? "Storyboard" : "Notes", notes],
      ["Details", details(clip)],
      ["As code", order],
    ].filter(Boolean);
    order.append(codePanel(asCode(clip), offer.base).box);
    const draft = clip.meta?.draft;
    box.replaceChildren(
      screen.box,
      about(clip),
      h(
        "div.row.actions",
        draft && button_("check", "Finish this draft", (event) => busy(event, () => actions.finish(clip)), "primary"),
        h(
          "a.button" + (draft ? "" : ".primary"),
          { href: api.saved(clip.video.url), download: true },
          icon("download"),
          "Download",
        ),
        button_("dice", "Again, another seed", (event) =>
          busy(event, () => actions.again(clip, { seed: Math.floor(Math.random() * (offer.limits.seed + 1)) })),
        ),
        button_("again", "Again, the same", (event) => busy(event, () => actions.again(clip, {}))),
        button_("edit", "Use these settings", () => actions.use(clip)),
        deletion(clip),
      ),
      tabs(panels),
    );
    if (made) {
      say("The clip is ready.");
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) screen.play();
    }
  }

  async function busy(event, action) {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      await action();
    } catch (error) {
      if (error.status === 401) return actions.refused(error);
      const said = refusalNote(error);
      box.querySelector(".actions + .problem")?.remove();
      button.closest(".row").after(said);
    } finally {
      button.disabled = false;
    }
  }

  function deletion(clip) {
    return button_(
      "trash",
      "Delete",
      async (event) => {
        if (!(await ask("Delete this clip for good? Its file goes with it.", "Delete", { danger: true }))) return;
        await busy({ currentTarget: event.target.closest("button") }, async () => {
          await api.remove(clip.uuid);
          actions.deleted(clip);
        });
      },
      "quiet",
    );
  }

  return {
    box,
    empty,
    show,
    leave,
    get clip() {
      return shown?.clip;
    },
    get id() {
      return shown?.id;
    },
  };
}

const button_ = (picture, label, onclick, kind = "") =>
  h(`button${kind ? `.${kind}` : ""}`, { type: "button", onclick }, icon(picture), label);
