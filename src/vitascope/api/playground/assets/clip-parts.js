// What is shown of a clip wherever one is shown: its prompt, its settings, what is known of it.

import { h, sentence } from "./dom.js";
import * as words from "./words.js";

/** What draws here, in plain words. */
export function engineWords(engine) {
  const { title, plain, name, summary } = words.engineWords(engine);
  return h(
    "aside.engine",
    { "aria-label": "The engine" },
    h("span.tag", { "data-kind": engine.kind }, title),
    h("div", h("p", plain), h("p.muted", h("code", name), " · ", summary)),
  );
}

/** The prompt and the settings in a line, as they were asked. */
export function about(clip) {
  const { request } = clip;
  const facts = [
    clip.meta?.draft && "Draft",
    `${request.duration} s`,
    request.resolution,
    `${request.fps} fps`,
    request.generate_audio ? "with sound" : "silent",
    request.camera_motion && words.named(request.camera_motion),
    `seed ${request.seed}`,
  ];
  return h(
    "div.about",
    h("h1.prompt", request.prompt),
    h(
      "p.facts",
      facts.filter(Boolean).map((fact) => h("span", fact)),
    ),
  );
}

/** A request that makes this very clip again: by what it began with, where that was an image. */
export function asCode(clip) {
  return { ...(clip.image || clip.last_image ? { remix_of: clip.uuid } : {}), ...clip.request };
}

/** What there is to know of a finished clip. */
export function details(clip) {
  const { video, meta } = clip;
  const rows = [
    ["Engine", meta?.engine],
    ["Model", clip.request.model],
    [
      "File",
      `${video.width} × ${video.height}, ${video.fps} fps, ${words.bytes(video.file_size)}${video.has_audio ? ", with sound" : ", silent"}`,
    ],
    ["Charged", meta?.usage && `${words.credits(meta.usage.credits_used)} · ${words.dollars(meta.usage.usd_spent)}`],
    ["Made", clip.finished_at && words.full(clip.finished_at)],
    ["Id", h("code", clip.id)],
    meta?.finish_of && ["Finishes", h("a", { href: `#/clip/${meta.finish_of}` }, "its draft")],
    meta?.remix_of && ["Began with", h("a", { href: `#/clip/${meta.remix_of}` }, "another clip")],
  ].filter((row) => row && row[1]);
  return h(
    "div",
    h(
      "dl.details",
      rows.map(([name, value]) => [h("dt", name), h("dd", value)]),
    ),
    meta?.adjusted?.length
      ? h(
          "div.notes",
          h("h2", "Changed to make it fit"),
          h(
            "ul",
            meta.adjusted.map((text) => h("li", sentence(text))),
          ),
        )
      : null,
  );
}

/** Panels under tabs, one at a time; arrow keys go from tab to tab. */
export function tabs(panels) {
  const list = h("div.tabs", { role: "tablist" });
  const bodies = panels.map(([name, body], at) => {
    const id = `panel-${at}`;
    const tab = h(
      "button",
      { type: "button", role: "tab", id: `tab-${at}`, "aria-controls": id, onclick: () => choose(at) },
      name,
    );
    list.append(tab);
    return h("div.panel", { role: "tabpanel", id, "aria-labelledby": tab.id, tabindex: "0" }, body);
  });
  function choose(at) {
    [...list.children].forEach((tab, each) => {
      tab.setAttribute("aria-selected", String(each === at));
      tab.tabIndex = each === at ? 0 : -1;
      bodies[each].hidden = each !== at;
    });
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = ([...list.children].indexOf(document.activeElement) + step + panels.length) % panels.length;
    choose(at);
    list.children[at].focus();
  });
  choose(0);
  return h("div.panels", list, bodies);
}
