// One's own clips: newest first, a page at a time; searched by the server, deleted, two of them put side by side.

import { refusalNote } from "./again-in.js";
import * as api from "./api.js";
import { ask, fresh, h, icon, say, sentence } from "./dom.js";
import { thumbnail } from "./recent.js";
import * as words from "./words.js";

const PAGE = 24;
const TYPING_MS = 250; // between two letters of one word

export function galleryView({ main, refused }) {
  let stop = new AbortController();
  let typing;
  let wanted = ""; // what is looked for
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
    maxlength: 100,
    oninput: () => (clearTimeout(typing), (typing = setTimeout(look, TYPING_MS))),
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

  /** Begin again with the words that are typed now. */
  function look() {
    const words = search.value.trim();
    if (words === wanted) return;
    wanted = words;
    stop.abort();
    stop = new AbortController();
    clips.length = 0;
    cursor = null;
    more = true;
    busy = false;
    load();
  }

  /** One page more. A search goes on until a page is full, or every clip has been looked through. */
  async function load() {
    if (busy || !more) return;
    const { signal } = stop;
    const full = clips.length + PAGE;
    busy = true;
    foot.replaceChildren(
      h("span.spin", { "aria-hidden": "true" }),
      h("span.muted", wanted ? "Looking through your clips…" : "Fetching clips…"),
    );
    try {
      do {
        const page = await api.clips({ limit: full - clips.length, cursor, search: wanted, signal });
        clips.push(...page.data);
        cursor = page.pagination.next_cursor;
        more = page.pagination.has_more;
        if (wanted && page.data.length) show();
      } while (wanted && more && clips.length < full);
      busy = false;
      draw();
    } catch (error) {
      if (signal.aborted) return;
      busy = false;
      if (error.status === 401) return refused(error);
      foot.replaceChildren(refusalNote(error), h("button", { type: "button", onclick: load }, "Try again"));
    }
  }

  function show() {
    grid.replaceChildren(...clips.map(card));
    grid.hidden = !clips.length;
    pick();
  }

  function draw() {
    const many = `${clips.length} ${clips.length === 1 ? "clip" : "clips"}`;
    count.textContent = wanted && clips.length ? `${many} found ${more ? "so far" : "among all of yours"}` : "";
    foot.replaceChildren(...footer());
    show();
  }

  function footer() {
    if (more)
      return [h("button", { type: "button", onclick: load }, wanted ? "Look through older clips" : "Show older clips")];
    if (clips.length) return [];
    if (wanted)
      return [
        h(
          "div.nothing",
          h("div.reel", icon("search")),
          h("p.lead", "No prompt has these words"),
          h("p.muted", "All of your clips have been looked through."),
        ),
      ];
    return [
      h(
        "div.nothing",
        h("div.reel", icon("film")),
        h("p.lead", "No clips yet"),
        h("p.muted", "What you make is kept here until it is deleted or its time is up."),
        h("a.button.primary", { href: "#/" }, "Make the first"),
      ),
    ];
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
  return () => (clearTimeout(typing), stop.abort());
}
