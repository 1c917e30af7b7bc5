// One's own clips: newest first, a page at a time; searched, deleted, two of them put side by side.

import * as api from "./api.js";
import { ask, fresh, h, icon, say, sentence } from "./dom.js";
import { thumbnail } from "./recent.js";
import * as words from "./words.js";

const PAGE = 24;

export function galleryView({ main, refused }) {
  const stop = new AbortController();
  const clips = [];
  const picked = new Set();
  let cursor = null;
  let more = true;
  let busy = false;

  const search = h("input", {
    type: "search",
    id: fresh("search"),
    placeholder: "Search prompts",
    "aria-label": "Search prompts",
    autocomplete: "off",
    oninput: () => draw(),
  });
  const grid = h("div.grid", { role: "list" });
  const foot = h("div.grid-foot");
  const compare = h("a.button.primary", { hidden: true }, icon("compare"), "Compare the two");
  const count = h("p.muted.small", { role: "status" });
  main.replaceChildren(
    h(
      "div.gallery",
      h("div.row.between.head", h("h1", "Clips"), h("div.row.tools", compare, h("div.search", icon("search"), search))),
      count,
      grid,
      foot,
    ),
  );

  async function load() {
    if (busy || !more) return;
    busy = true;
    foot.replaceChildren(h("span.spin", { "aria-hidden": "true" }), h("span.muted", "Fetching clips…"));
    try {
      const page = await api.clips({ limit: PAGE, cursor, signal: stop.signal });
      clips.push(...page.data);
      cursor = page.pagination.next_cursor;
      more = page.pagination.has_more;
      busy = false;
      draw();
    } catch (error) {
      busy = false;
      if (stop.signal.aborted) return;
      if (error.status === 401) return refused(error);
      foot.replaceChildren(
        h("p.problem", { role: "alert" }, icon("warn"), h("span", sentence(error.message))),
        h("button", { type: "button", onclick: load }, "Try again"),
      );
    }
  }

  function draw() {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = clips.filter((clip) => wanted.every((word) => clip.request.prompt.toLowerCase().includes(word)));
    grid.replaceChildren(...found.map(card));
    grid.hidden = !found.length;
    count.textContent = wanted.length ? `${found.length} of the ${clips.length} clips looked through` : "";
    foot.replaceChildren(...footer(found, wanted));
    pick();
  }

  function footer(found, wanted) {
    if (more)
      return [
        h("button", { type: "button", onclick: load }, wanted.length ? "Look through older clips" : "Show older clips"),
      ];
    if (!clips.length)
      return [
        h(
          "div.nothing",
          h("div.reel", icon("film")),
          h("p.lead", "No clips yet"),
          h("p.muted", "What you make is kept here until it is deleted or its time is up."),
          h("a.button.primary", { href: "#/" }, "Make the first"),
        ),
      ];
    if (!found.length)
      return [h("div.nothing", h("div.reel", icon("search")), h("p.lead", "No prompt has these words"))];
    return [];
  }

  function card(clip) {
    const ready = clip.status === "completed";
    const box = h("input", {
      type: "checkbox",
      checked: picked.has(clip.uuid),
      "aria-label": `Compare: ${clip.request.prompt}`,
      disabled: !ready,
      onchange: () => {
        box.checked ? picked.add(clip.uuid) : picked.delete(clip.uuid);
        if (picked.size > 2) picked.delete([...picked][0]);
        draw();
        grid.querySelector(`[data-clip="${clip.uuid}"] input`)?.focus();
      },
    });
    return h(
      "div.clip",
      { role: "listitem", "data-clip": clip.uuid, "data-picked": picked.has(clip.uuid) },
      thumbnail(clip),
      h(
        "div.row.between",
        h(
          "span.facts",
          h("span", { title: words.full(clip.created_at) }, words.when(clip.created_at)),
          h("span", `${clip.request.duration} s`),
          h("span", clip.request.resolution),
        ),
        h(
          "span.row.tight",
          ready && h("label.pick", { title: "Compare with another" }, box, icon("compare")),
          h(
            "button.icon-only.quiet",
            {
              type: "button",
              title: "Delete",
              "aria-label": `Delete: ${clip.request.prompt}`,
              onclick: () => remove(clip),
            },
            icon("trash"),
          ),
        ),
      ),
    );
  }

  function pick() {
    const [one, other] = [...picked];
    compare.hidden = picked.size !== 2;
    if (other) compare.href = `#/compare/${one}/${other}`;
    if (picked.size === 1) count.textContent = "Choose another clip to compare it with.";
  }

  async function remove(clip) {
    if (!(await ask("Delete this clip for good? Its file goes with it.", "Delete", { danger: true }))) return;
    try {
      await api.remove(clip.uuid);
      clips.splice(clips.indexOf(clip), 1);
      picked.delete(clip.uuid);
      draw();
      say("Deleted.");
      search.focus();
    } catch (error) {
      if (error.status === 401) return refused(error);
      count.replaceChildren(...sentence(error.message));
    }
  }

  load();
  return () => stop.abort();
}
