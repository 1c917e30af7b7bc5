// The page: which view is seen, and what the views ask of each other.

import { accountView } from "./account.js";
import * as api from "./api.js";
import { engineWords } from "./clip-parts.js";
import { compareView } from "./compare.js";
import { h, icon, say, sentence } from "./dom.js";
import { orderForm } from "./form.js";
import { galleryView } from "./gallery.js";
import { asked, readReceipt } from "./receipt.js";
import { recent } from "./recent.js";
import { forgetKey, keepKey, readKey, takeToken } from "./session.js";
import { signInCard } from "./sign-in.js";
import { stage } from "./stage.js";

const main = document.getElementById("main");
const who = document.getElementById("who");
const banner = document.getElementById("banner");
const AGAIN_MS = 2_000;

let offer; // what the server tells of itself
let create; // the first view, kept while others are looked at, so that nothing typed is lost
let leave = () => {}; // ends what the view in sight has begun

// --- the server, there or not

let isAway = false;

function away(is) {
  if (is === isAway) return;
  isAway = is;
  if (is) notice("The server does not answer. Nothing is lost: this page goes on when it is back.", "away");
  else {
    notice("The server is back.", "back");
    setTimeout(() => isAway || notice(null), 2500);
    sameServer();
  }
}

/** A server that comes back may be another one: what it offers and what it costs may have changed. */
async function sameServer() {
  const now = await api.offer().catch(() => null);
  if (now && JSON.stringify(now) !== JSON.stringify(offer))
    setTimeout(
      () => notice("The server has been changed: load the page again to see what it offers now.", "back"),
      2600,
    );
}

function notice(text, kind = "") {
  banner.hidden = !text;
  banner.dataset.kind = kind;
  banner.replaceChildren(...(text ? sentence(text) : []));
}

// --- who is here

function whoIsHere() {
  who.replaceChildren(
    offer ? h("span.tag", { "data-kind": offer.engine.kind, title: offer.engine.summary }, offer.engine.name) : "",
    readKey() ? h("button.quiet.small", { type: "button", onclick: signOut }, "Sign out") : "",
  );
}

function signOut() {
  forgetKey();
  create = null;
  location.hash === "#/" ? route() : (location.hash = "#/");
  say("Signed out");
}

/** A key that was good is so no longer. */
function refused() {
  forgetKey();
  route({ reason: "This key is unknown or revoked: sign in with another." });
}

// --- views

function createView({ id, reason }) {
  if (!create) {
    const about = { id: null };
    const strip = recent({ current: () => about.id });
    const place = stage({
      offer,
      actions: {
        away,
        refused,
        changed: () => strip.refresh(),
        deleted: () => ((location.hash = "#/"), strip.refresh()),
        again: async (clip, change) =>
          shown(await api.submit({ remix_of: clip.uuid, ...(clip.request.draft ? { draft: true } : {}), ...change })),
        finish: async (clip) => shown(await api.finish(clip.id)),
        use: (clip) => use(clip.request, { clip }),
      },
    });
    const form = orderForm({
      offer,
      signedIn: () => Boolean(readKey()),
      submitted: async (body) => {
        if (!readKey()) {
          create.card?.focus();
          throw new api.Problem("Sign in first: paste a key beside this form.");
        }
        try {
          await shown(await api.submit(body));
        } catch (error) {
          if (error.status === 401) refused();
          throw error;
        }
      },
    });
    const right = h("div.right", place.box, strip.box);
    create = { about, strip, place, form, right, box: h("div.create", h("div.left", form.box), right), card: null };
  }
  const { about, strip, place, form, right, box } = create;
  about.id = id;
  box.toggleAttribute("data-clip", Boolean(id)); // on a phone, what is asked for comes first
  if (!main.contains(box)) main.replaceChildren(box);
  form.label();
  if (!readKey()) {
    place.leave();
    create.card = signInCard({ reason, signedIn: () => (whoIsHere(), route(), say("Signed in")) });
    right.replaceChildren(create.card.box, engineWords(offer.engine));
    return () => {};
  }
  if (create.card) {
    create.card = null;
    right.replaceChildren(place.box, strip.box);
  }
  if (!id) place.empty();
  else if (place.id !== id) place.show(id);
  strip.mark();
  strip.refresh();
  return () => strip.stop();
}

/** A generation that has just been accepted comes on the stage. */
function shown(reply) {
  const uuid = reply.id.split(":")[0];
  location.hash = `#/clip/${uuid}`;
  if (matchMedia("(max-width: 899px)").matches) scrollTo(0, 0);
}

/** Put a request into the form. Resolves once it is there. */
function use(asked, from = {}) {
  if (!create || !main.contains(create.box)) location.hash = "#/";
  return new Promise((done) => {
    requestAnimationFrame(() => {
      create.form.fill(asked, from);
      create.form.box.scrollIntoView({ block: "start", behavior: "smooth" });
      create.form.focus();
      say("The settings are in the form.");
      done();
    });
  });
}

const PAGES = { gallery: galleryView, compare: compareView, account: accountView };

function route(how = {}) {
  leave();
  const [, page = "", ...rest] = location.hash.split("/");
  const name = location.hash === "#keys" ? "account" : page;
  const id = name === "clip" && /^[0-9a-f-]{36}$/.test(rest[0]) ? rest[0] : null;
  const view = PAGES[name];
  for (const link of document.querySelectorAll(".top nav a")) {
    link.dataset.page === (view ? (name === "compare" ? "gallery" : name) : "create")
      ? link.setAttribute("aria-current", "page")
      : link.removeAttribute("aria-current");
  }
  whoIsHere();
  const titles = { gallery: "Clips · Vitascope", compare: "Side by side · Vitascope", account: "Account · Vitascope" };
  if (!id) document.title = titles[name] ?? "Vitascope";
  if (view && readKey()) {
    create?.place.leave();
    leave = view({ main, rest, offer, refused, use, away }) ?? (() => {});
  } else if (view) {
    const card = signInCard({ reason: how.reason, signedIn: () => (whoIsHere(), route()) });
    main.replaceChildren(card.box);
    card.focus();
    leave = () => {};
  } else leave = createView({ id, reason: how.reason });
}

// --- files dropped or pasted anywhere

function carried(transfer) {
  return [...(transfer?.files ?? [])][0];
}

async function takeFile(file) {
  if (file.type.startsWith("image/")) {
    if (!create || !main.contains(create.box)) location.hash = "#/";
    requestAnimationFrame(() => create.form.takeImage(file));
    return;
  }
  const receipt = await readReceipt(file);
  if (!receipt) return passing(`${file.name} is no image, and no clip that says how it was made.`);
  // Whose clip it is decides whether its image is still to be had.
  const clip = receipt.id && readKey() ? await api.clip(receipt.id).catch(() => null) : null;
  await use(asked(receipt), { clip });
  const missing =
    !clip && (receipt.image_sha256 || receipt.last_image_sha256)
      ? " The image that it began with is not in the file: give it again."
      : "";
  passing(
    `The prompt and the settings of ${file.name} are in the form; it was made by the engine ${receipt.engine}.${missing}`,
  );
}

/** A word on the banner that goes by itself. */
function passing(text) {
  notice(text, "back");
  setTimeout(() => banner.textContent === text && notice(null), 8000);
}

addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  const file = carried(event.dataTransfer);
  if (!file) return;
  const field = event.target.closest?.(".image-field");
  if (field && file.type.startsWith("image/")) create.form.drop(field, file);
  else takeFile(file);
});
addEventListener("paste", (event) => {
  const file = carried(event.clipboardData);
  // Text that was copied from a document comes with a picture of itself.
  if (!file || (event.target.matches?.("textarea, input") && event.clipboardData.getData("text/plain"))) return;
  event.preventDefault();
  takeFile(file);
});

// --- the start

async function start() {
  const token = takeToken();
  for (let told = false; !offer;) {
    try {
      offer = await api.offer();
    } catch (error) {
      if (!told)
        main.replaceChildren(
          h(
            "div.card",
            h("div.reel", icon("warn")),
            h("h1", "The server does not answer"),
            h("p.muted", sentence(error.message)),
          ),
        );
      told = true;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  let reason;
  if (token) {
    try {
      keepKey((await api.exchange(token)).key);
      say("Signed in");
    } catch (error) {
      reason = readKey() ? undefined : error.message;
    }
  }
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#sign-in="))
      location.reload(); // a new link in a page that is open
    else route();
  });
  route({ reason });
}

start();
