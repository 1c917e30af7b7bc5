// Signing in: a key that is pasted, or the one that a link from the terminal was exchanged for.

import { ask } from "./api.js";
import { fresh, h, icon, sentence } from "./dom.js";
import { forgetKey, keepKey } from "./session.js";

/** The card. `signedIn()` is called once a key has been tried and is good. */
export function signInCard({ signedIn, reason = null }) {
  const [keyId, problemId] = [fresh("key"), fresh("problem")];
  const key = h("input", {
    id: keyId,
    type: "password",
    name: "key",
    autocomplete: "current-password",
    spellcheck: "false",
    autocapitalize: "off",
    required: true,
    "aria-describedby": problemId,
  });
  const remember = h("input", { type: "checkbox", id: fresh("remember") });
  const problem = h("p.problem", { id: problemId, role: "alert", hidden: !reason }, reason && sentence(reason));
  const go = h("button.primary", { type: "submit" }, "Sign in");
  async function submit(event) {
    event.preventDefault();
    problem.hidden = true;
    key.removeAttribute("aria-invalid");
    go.disabled = true;
    const text = key.value.trim().replace(/^Bearer\s+/i, "");
    try {
      if (!/^[\x21-\x7e]+$/.test(text)) throw new Error("Paste the whole key; it has no spaces in it.");
      keepKey(text, remember.checked);
      await checkKey();
      signedIn();
    } catch (error) {
      if (!error.passing) forgetKey();
      problem.replaceChildren(...sentence(error.status === 401 ? "This key is unknown or revoked." : error.message));
      problem.hidden = false;
      key.setAttribute("aria-invalid", "true");
      key.focus();
    } finally {
      go.disabled = false;
    }
  }
  const box = h(
    "form.card.sign-in",
    { onsubmit: submit, "aria-labelledby": `${keyId}-title` },
    h("div.reel", icon("key")),
    h("h1", { id: `${keyId}-title` }, "Sign in with a key"),
    h("input", { type: "text", autocomplete: "username", value: "vitascope", hidden: true }), // for password managers
    h("label", { for: keyId }, "API key"),
    h("div.with-button", key, go),
    problem,
    h("label.check", remember, " Stay signed in on this computer"),
    h(
      "div.muted.small",
      h(
        "p",
        "It was shown when the server first started. Another one comes from ",
        h("code", "vitascope keys create"),
        ", or open the link that ",
        h("code", "vitascope serve"),
        " prints.",
      ),
      h("p", "The key stays in this browser and is sent to this server alone."),
    ),
  );
  return { box, focus: () => key.focus() };
}

/** What the key is: `{prefix, management, owner, scopes}`. Throws a `Problem` where it is no good. */
export const checkKey = () => ask("playground/key");
