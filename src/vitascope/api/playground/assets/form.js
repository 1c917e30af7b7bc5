// What is asked: the fields of a request, its price as it changes, and refusals at the field that they are about.

import { fillRefusal } from "./again-in.js";
import { here } from "./api.js";
import { codePanel } from "./code.js";
import { fresh, h, icon, sentence } from "./dom.js";
import { fieldMaker } from "./fields.js";
import { imageField } from "./image-field.js";
import { keepDraft, readDraft } from "./session.js";
import * as words from "./words.js";

const EXAMPLES = [
  ["Dragon", "A dragon glides over mountains at dusk, lands on a ridge and roars."],
  ["Rainy street", 'A woman with a red umbrella walks down a neon street in the rain. She whispers, "Almost home."'],
  ["Whale", "A humpback whale breaches beside a small sailing boat, gulls crying, late golden light."],
  ["Campfire", "Night in a pine forest, a campfire crackles and sparks rise; an owl calls far away. Slow push in."],
  ["Lighthouse", "A storm at sea by a lighthouse: waves crash on the rocks and lightning flickers behind the beam."],
  ["Balloons", "Hot-air balloons drift over misty hills at dawn, birds singing."],
];

/**
 * The form. `offer` is what the server tells of itself; `submitted(body)` sends a request and throws its `Problem`;
 * `signedIn()` says whether there is a key.
 */
export function orderForm({ offer, submitted, signedIn }) {
  const { engine, choices, limits } = offer;
  const distinct = (name, order = undefined) => [...new Set(choices.map((choice) => choice[name]))].sort(order);
  const { fields, field, segments } = fieldMaker(change);
  let startsFrom = null; // the clip whose image is taken again: a request's `remix_of`
  let sending = false;

  // --- fields

  const prompt = h("textarea", {
    id: fresh("prompt"),
    name: "prompt",
    rows: 4,
    maxlength: limits.prompt_chars,
    required: true,
    placeholder: "A boat on a calm sea at dawn, gulls crying, slow push in…",
    oninput: () => (grow(), change()),
  });
  const promptBox = field("prompt", "Prompt", prompt, { hint: "What is seen, and what is heard" });
  function grow() {
    prompt.style.height = "auto";
    prompt.style.height = `${Math.min(prompt.scrollHeight + 2, 360)}px`;
  }

  const examples = h(
    "div.examples",
    { role: "group", "aria-label": "Examples" },
    EXAMPLES.map(([name, text]) =>
      h(
        "button.chip",
        {
          type: "button",
          title: text,
          onclick: () => {
            prompt.value = text;
            grow();
            change();
            prompt.focus();
          },
        },
        name,
      ),
    ),
  );

  const first = imageField({ name: "image_url", label: "First frame", hint: "optional", limits, changed: change });
  const last = engine.offers.includes("last_image")
    ? imageField({ name: "last_image_url", label: "Last frame", hint: "optional", limits, changed: change })
    : null;
  const images = last ? [first, last] : [first];
  const imagesBox = last ? h("div.images", first.box, last.box) : first.box;

  const duration = segments(
    "duration",
    "Length",
    distinct("duration", (a, b) => a - b),
    (value) => `${value} s`,
  );
  const resolution = segments(
    "resolution",
    "Resolution",
    distinct("resolution", (a, b) => parseInt(a) - parseInt(b)),
  );
  const fps = segments(
    "fps",
    "Frames a second",
    distinct("fps", (a, b) => a - b),
  );
  const model = segments("model", "Model", offer.models, words.model);

  const sound = h("input", { type: "checkbox", role: "switch", id: fresh("sound"), checked: true, onchange: change });
  const soundBox = field("generate_audio", "Sound", sound, { inline: true });

  const motion = h(
    "select",
    { id: fresh("motion"), onchange: change },
    h("option", { value: "" }, "As the prompt says"),
    offer.camera_motions.map((name) => h("option", { value: name }, words.named(name))),
  );
  const motionBox = field("camera_motion", "Camera", motion);

  const seed = h("input", {
    type: "number",
    id: fresh("seed"),
    min: 0,
    max: limits.seed,
    step: 1,
    inputmode: "numeric",
    placeholder: "Another each time",
    oninput: change,
  });
  const seedBox = field(
    "seed",
    "Seed",
    h(
      "div.with-button",
      seed,
      h(
        "button.icon-only",
        {
          type: "button",
          title: "A seed at random",
          "aria-label": "A seed at random",
          onclick: () => {
            seed.value = Math.floor(Math.random() * (limits.seed + 1));
            change();
          },
        },
        icon("dice"),
      ),
    ),
    { control: seed, hint: "The same seed makes the same clip" },
  );

  const draft = engine.offers.includes("draft")
    ? h("input", { type: "checkbox", role: "switch", id: fresh("draft"), onchange: change })
    : null;
  const draftBox =
    draft &&
    field("draft", "Draft first", draft, {
      inline: true,
      hint: "Half the size, sooner, for less; finish what you like",
    });

  // --- price and sending

  const cost = h("span.cost");
  const usd = h("span.usd");
  const wait = h("span.wait");
  const price = h("output.price", { "aria-live": "polite" }, h("span.sum", cost, usd), wait);
  const send = h("button.primary.large", { type: "submit" }, "Generate");
  const problem = h("p.problem", { role: "alert", hidden: true });
  const code = codePanel({}, offer.base);
  const codeBox = h("details.fold", { ontoggle: () => change() }, h("summary", icon("code"), "As code"), code.box);

  const form = h(
    "form.order",
    { novalidate: true, "aria-label": "A new clip", onsubmit: (event) => (event.preventDefault(), submit()) },
    promptBox,
    examples,
    imagesBox,
    h("div.pair", duration.box, resolution.box),
    soundBox,
    draftBox,
    h(
      "details.fold",
      { id: fresh("more") },
      h("summary", icon("edit"), "More settings"),
      h("div.more", model.box, h("div.pair", fps.box, motionBox), seedBox),
    ),
    h("div.send", price, send, problem),
    codeBox,
  );
  prompt.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  });

  // --- the request

  function order(image) {
    const body = {
      ...(startsFrom ? { remix_of: startsFrom } : {}),
      model: model.value,
      prompt: prompt.value.trim(),
      duration: duration.value,
      resolution: resolution.value,
      fps: fps.value,
      generate_audio: sound.checked,
    };
    if (motion.value) body.camera_motion = motion.value;
    if (seed.value !== "") body.seed = Number(seed.value);
    if (draft?.checked) body.draft = true;
    for (const each of images) if (each.value?.[image]) body[each.name] = each.value[image];
    return body;
  }

  function chosen() {
    const wanted = {
      model: model.value,
      resolution: resolution.value,
      duration: duration.value,
      fps: fps.value,
      draft: Boolean(draft?.checked),
    };
    return choices.find((choice) => Object.entries(wanted).every(([name, value]) => choice[name] === value));
  }

  function change() {
    if (startsFrom && !images.some((each) => each.value?.kept)) startsFrom = null;
    const choice = chosen();
    cost.textContent = choice ? words.credits(choice.credits) : "Not on offer";
    usd.textContent = choice ? words.dollars(choice.usd) : "";
    const time = choice?.seconds ? `about ${words.seconds(choice.seconds)} to render` : (choice?.refused ?? "");
    wait.replaceChildren(...sentence(time));
    price.classList.toggle("refused", Boolean(choice?.refused));
    if (codeBox.open) code.update(order("code"));
    keepDraft(values());
  }

  function clearProblems() {
    for (const { said, control } of fields.values()) {
      said.hidden = true;
      control.removeAttribute("aria-invalid");
    }
    for (const each of images) each.fail("");
    problem.hidden = true;
  }

  /** A refusal at its field, which is brought into view; what is about none stands by the button. */
  function refuse(error) {
    const image = images.find((each) => each.name === error.field);
    const found = fields.get(error.field);
    if (image) {
      image.fail(error.message);
      image.focus();
    } else if (found) {
      found.said.replaceChildren(...sentence(error.message));
      found.said.hidden = false;
      found.control.closest("details")?.setAttribute("open", "");
      found.control.setAttribute("aria-invalid", "true");
      found.control.focus();
    } else {
      problem.hidden = false;
      fillRefusal(problem, error);
      problem.scrollIntoView({ block: "nearest" }); // it grows beneath the button, often beneath the window
    }
  }

  async function submit() {
    if (sending) return;
    clearProblems();
    if (!prompt.value.trim()) return refuse({ field: "prompt", message: "Say in a few words what the video shows." });
    if (!seed.validity.valid) return refuse({ field: "seed", message: `Use a whole number from 0 to ${limits.seed}.` });
    sending = true;
    send.disabled = true;
    send.replaceChildren(h("span.spin", { "aria-hidden": "true" }), "Sending…");
    try {
      await submitted(order("body"));
    } catch (error) {
      refuse(error);
    } finally {
      sending = false;
      send.disabled = false;
      label();
    }
  }

  function label() {
    send.replaceChildren(signedIn() ? (draft?.checked ? "Make a draft" : "Generate") : "Sign in to generate");
  }
  draft?.addEventListener("change", label);

  // --- filled from elsewhere

  function values() {
    return {
      prompt: prompt.value,
      model: model.value,
      duration: duration.value,
      resolution: resolution.value,
      fps: fps.value,
      generate_audio: sound.checked,
      camera_motion: motion.value,
      seed: seed.value,
      draft: Boolean(draft?.checked),
    };
  }

  /** Set what `asked` names: a request's own fields. */
  function fill(asked, { clip = null } = {}) {
    clearProblems();
    if (asked.prompt !== undefined) prompt.value = asked.prompt;
    for (const [name, control] of Object.entries({ model, duration, resolution, fps }))
      if (asked[name] !== undefined) control.value = asked[name];
    if (asked.generate_audio !== undefined) sound.checked = asked.generate_audio;
    motion.value = asked.camera_motion ?? "";
    seed.value = asked.seed ?? "";
    if (draft) draft.checked = Boolean(asked.draft);
    for (const each of images) each.clear();
    if (clip?.image) first.kept(here(clip.image));
    if (clip?.last_image) last?.kept(here(clip.last_image));
    startsFrom = clip && (clip.image || clip.last_image) ? clip.uuid : null;
    grow();
    label();
    change();
  }

  const before = readDraft();
  if (before) fill(before);
  change();
  label();
  requestAnimationFrame(grow);
  return {
    box: form,
    fill,
    label,
    /** A file that was dropped on one of the image fields. */
    drop: (box, file) => images.find((each) => each.box === box)?.take(file),
    takeImage: (file) => (first.take(file), first.focus()),
    focus: () => prompt.focus(),
  };
}
