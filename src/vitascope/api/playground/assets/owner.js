// For a management key: what of its account is under way, and what failed and why. For one of the server's owner also who
// works, and what waits of all accounts.

import { ask as request, cancel } from "./api.js";
import { h, icon, say, sentence } from "./dom.js";
import * as words from "./words.js";

const AGAIN_MS = 3_000;
const SHOWN = 20;
const SILENT_S = 15; // after which a worker is not counted as alive

/** The section; it looks again while it is seen, until `signal` ends it. */
export function floor({ signal, owner }) {
  const counts = h("div.figures");
  const working = h("tbody");
  const under = h("tbody");
  const failed = h("tbody");
  const said = h("p.problem", { role: "alert", hidden: true });
  const none = { working: h("p.muted", "None is alive."), under: h("p.muted", "Nothing of this account is under way."), failed: h("p.muted", "None.") };
  const tables = {
    working: table(["Host", "Engine", "What it renders"], working),
    under: table(["Clip", "Asked", "Where it stands", ""], under),
    failed: table(["Clip", "Ended", "Why"], failed),
  };
  const box = h(
    "section.floor",
    ...(owner ? [h("h2", "The server now"), counts, h("h2", "Workers"), tables.working, none.working] : []),
    h("h2", "Under way"),
    tables.under,
    none.under,
    h("h2", "Failed lately"),
    tables.failed,
    none.failed,
    said,
  );

  async function look() {
    if (signal.aborted) return;
    if (document.hidden) return again();
    try {
      const [now, active, errors] = await Promise.all([
        owner ? request("playground/floor", { signal }) : null,
        request(`playground/clips?status=queued,generating&order=asc&limit=${SHOWN}`, { signal }),
        request(`playground/clips?status=error&limit=${SHOWN}`, { signal }),
      ]);
      said.hidden = true;
      if (now) drawAll(now);
      draw(active.data, errors.data);
    } catch (error) {
      if (signal.aborted) return;
      said.replaceChildren(icon("warn"), h("span", sentence(error.message)));
      said.hidden = false;
      if (!error.passing) return;
    }
    again();
  }
  const again = () => setTimeout(look, AGAIN_MS);

  function drawAll(now) {
    counts.replaceChildren(
      figure(
        "Workers",
        now.workers,
        now.workers ? "have beaten within 15 s" : "nobody renders: look at the server's log",
      ),
      figure("Rendering", now.rendering, "clips, of all accounts"),
      figure("Waiting", now.waiting, "clips, of all accounts"),
      figure("Pace", `${now.pace} ×`, "of the time that the engine foretells"),
    );
    working.replaceChildren(...now.each.map(worker));
  }

  function draw(active, errors) {
    under.replaceChildren(...active.map(row));
    const broken = errors.filter((clip) => clip.error?.name !== "Cancelled");
    failed.replaceChildren(
      ...broken.map((clip) =>
        h(
          "tr",
          h("td", title(clip)),
          h("td", words.when(clip.finished_at ?? clip.created_at)),
          h("td.why", sentence(clip.error?.message ?? "")),
        ),
      ),
    );
    for (const [name, body] of Object.entries({ working, under, failed })) {
      tables[name].hidden = !body.children.length;
      none[name].hidden = Boolean(body.children.length);
    }
  }

  function worker({ host, engine, version, beat_s: beat, model, stage, progress, elapsed_s: elapsed }) {
    const renders = model
      ? [words.model(model), stage, `${Math.floor(100 * (progress ?? 0))} %`, `for ${words.seconds(elapsed ?? 0)}`]
      : ["Nothing: it waits for a clip"];
    if (beat > SILENT_S) renders.unshift(`Silent for ${words.seconds(beat)}`);
    return h(
      "tr",
      h("td", host ?? "not told"),
      h("td", engine ?? "not told", version && h("span.muted", ` ${version}`)),
      h("td", renders.filter(Boolean).join(", ")),
    );
  }

  function row(clip) {
    const stands =
      clip.status === "queued"
        ? `No. ${clip.queue_position ?? "–"} in the queue`
        : `${Math.floor(100 * (clip.progress ?? 0))} %${clip.meta?.stage ? `, ${clip.meta.stage}` : ""}`;
    const stop = h("button.small.quiet", { type: "button", "aria-label": `Cancel: ${clip.request.prompt}` }, "Cancel");
    stop.addEventListener("click", async () => {
      stop.disabled = true;
      try {
        await cancel(clip.id);
        say("Cancelled.");
      } catch (error) {
        if (error.status === 409) return; // it has ended meanwhile
        said.replaceChildren(...sentence(error.message));
        said.hidden = false;
        stop.disabled = false;
      }
    });
    const left = clip.seconds_left === undefined ? "" : `, about ${words.seconds(clip.seconds_left)} left`;
    return h(
      "tr",
      h("td", title(clip)),
      h("td", words.when(clip.created_at)),
      h("td", stands + left),
      h("td.number", stop),
    );
  }

  look();
  return box;
}

const title = (clip) => h("a.title", { href: `#/clip/${clip.uuid}`, title: clip.request.prompt }, clip.request.prompt);
const figure = (name, value, note) =>
  h("div.figure", h("h3", name), h("p.value", String(value)), h("p.muted.small", note));
const table = (titles, body) =>
  h(
    "div.scroll",
    { tabindex: "0", hidden: true },
    h(
      "table",
      h(
        "thead",
        h(
          "tr",
          titles.map((text) => h("th", { scope: "col" }, text || h("span.unseen", "What can be done"))),
        ),
      ),
      body,
    ),
  );
