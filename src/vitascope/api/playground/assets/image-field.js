// One image that a clip begins with or ends on: dropped, pasted, chosen or named by a link, shown as it will be cropped.

import { preview } from "./api.js";
import { fresh, h, icon, sentence } from "./dom.js";

const TYPES = "image/png,image/jpeg,image/webp,image/avif,image/heic,image/heif,image/gif";
const BASE64 = 4 / 3; // characters a byte
const BESIDE = 64 * 1024; // bytes of a request that are not its image
const LINK_SETTLES_MS = 500;

/**
 * A field. `value` is `{body, code}`: what a request holds, and how code says the same; null without an image.
 * `kept(source)` stands for the image that an earlier clip had, which lies at `source`.
 */
export function imageField({ name, label, hint, limits, changed }) {
  const [inputId, problemId, linkId] = [fresh("file"), fresh("problem"), fresh("link")];
  let held = null;
  let asked = 0;

  const file = h("input.unseen", {
    type: "file",
    id: inputId,
    accept: TYPES,
    "aria-describedby": problemId,
    onchange: () => file.files[0] && take(file.files[0]),
  });
  const picture = h("img", { alt: "", hidden: true, onerror: () => broken() });
  const caption = h("p.caption");
  const problem = h("p.problem", { id: problemId, role: "alert", hidden: true });
  const link = h("input", {
    type: "url",
    id: linkId,
    placeholder: "https://…",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": `${label}: a link`,
    oninput: () => settle(),
    onchange: () => settle(0),
  });
  const clear = h(
    "button.icon-only",
    {
      type: "button",
      title: "Remove",
      "aria-label": `Remove: ${label}`,
      hidden: true,
      onclick: () => (set(null), file.focus()),
    },
    icon("close"),
  );
  const frame = h(
    "label.drop",
    { for: inputId },
    picture,
    h("span.invite", icon("image"), h("span", h("b", "Drop, paste"), " or choose an image")),
  );
  const box = h(
    "div.image-field",
    { role: "group", "aria-label": label },
    h("div.label", label, h("span.hint", hint)),
    h("div.frame", file, frame, clear),
    link,
    caption,
    problem,
  );

  for (const kind of ["dragenter", "dragover"])
    frame.addEventListener(kind, (event) => {
      event.preventDefault();
      frame.classList.add("over");
    });
  for (const kind of ["dragleave", "drop"]) frame.addEventListener(kind, () => frame.classList.remove("over"));

  let timer;
  function settle(after = LINK_SETTLES_MS) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const url = link.value.trim();
      if (url === (held?.link ?? "")) return;
      url ? fromLink(url) : set(null, { keepLink: true });
    }, after);
  }

  function show(source, text) {
    picture.hidden = !source;
    if (source) picture.src = source;
    frame.classList.toggle("filled", Boolean(source));
    caption.textContent = text ?? "";
    clear.hidden = !held;
  }

  function fail(text) {
    problem.replaceChildren(...sentence(text));
    problem.hidden = !text;
    frame.classList.toggle("bad", Boolean(text));
    text ? file.setAttribute("aria-invalid", "true") : file.removeAttribute("aria-invalid");
  }

  function set(value, { keepLink = false } = {}) {
    asked += 1;
    if (held?.blob) URL.revokeObjectURL(held.blob);
    held = value;
    if (!keepLink) link.value = value?.link ?? "";
    if (!value) file.value = "";
    fail("");
    show(value?.blob ?? value?.poster ?? null, value?.text);
    changed();
  }

  /** A file of the person's. */
  async function take(chosen) {
    if (chosen.type && !chosen.type.startsWith("image/")) return fail(`${chosen.name} is no image.`);
    if (chosen.size * BASE64 + BESIDE > limits.body_bytes) {
      const most = Math.floor((limits.body_bytes - BESIDE) / BASE64 / 1e6);
      return fail(
        `${chosen.name} has ${(chosen.size / 1e6).toFixed(1)} MB; at most ${most} MB can be sent. Use a smaller one, or a link.`,
      );
    }
    const turn = ++asked;
    const uri = await asDataUri(chosen);
    if (turn !== asked) return;
    const name = chosen.name || "image.png";
    set({ blob: URL.createObjectURL(chosen), body: uri, file: name, text: name });
  }

  picture.addEventListener("load", () => {
    if (!held?.blob) return;
    const { naturalWidth: width, naturalHeight: height } = picture;
    const off = width * 9 > height * 16 ? "the sides are" : "top and bottom are";
    const whole = Math.abs(width * 9 - height * 16) < 16 ? "the whole of it is used" : `${off} cut off`;
    caption.textContent = `${held.file}, ${width} × ${height}: ${whole}.`;
  });

  /** What this browser cannot show, the server may read all the same: ask it. */
  function broken() {
    if (!held?.blob) return;
    const body = held.body;
    URL.revokeObjectURL(held.blob);
    held = { ...held, blob: null };
    fetchPreview(body, held.file);
  }

  function fromLink(url) {
    set({ link: url, body: url, text: "Looking…" }, { keepLink: true });
    fetchPreview(url, null);
  }

  async function fetchPreview(source, name) {
    const turn = ++asked;
    try {
      const { image, adjusted } = await preview(source);
      if (turn === asked)
        show(
          image,
          name ??
            (adjusted.some((text) => text.includes("cropped"))
              ? "Cropped about its centre."
              : "The whole of it is used."),
        );
    } catch (error) {
      if (turn !== asked) return;
      show(null, "");
      fail(error.status === 401 ? "Sign in to see it." : error.message);
    }
  }

  return {
    box,
    name,
    take,
    fail,
    focus: () => file.focus(),
    clear: () => set(null),
    link: (url) => (set(null), (link.value = url), fromLink(url)),
    /** The image of an earlier clip, which the server has; `link` leads to it. */
    kept: (source) => set({ kept: true, poster: source, text: "The image of the earlier clip." }),
    get value() {
      if (!held) return null;
      if (held.kept) return { kept: true };
      return { body: held.body, code: held.file ? { file: held.file } : { link: held.link } };
    },
  };
}

function asDataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
