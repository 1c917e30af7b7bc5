// Fields of a form, each with a place for what is wrong with it.

import { fresh, h } from "./dom.js";

/** Makers of fields; `fields` has each by the name that requests use: `{said, control}`. */
export function fieldMaker(changed) {
  const fields = new Map();

  /** A control with its name above it, and a place beneath for what is wrong with it. */
  function field(name, label, content, { control = content, hint = null, inline = false } = {}) {
    const problemId = fresh("problem");
    control.setAttribute("aria-describedby", problemId);
    const said = h("p.problem", { id: problemId, role: "alert", hidden: true });
    fields.set(name, { said, control });
    const title = h("label", { for: control.id }, label, hint && h("span.hint", hint));
    return h(inline ? "div.field.inline" : "div.field", title, content, said);
  }

  /** A few values to choose from: radio buttons, so that arrow keys work. */
  function segments(name, label, values, shown = String) {
    const problemId = fresh("problem");
    const said = h("p.problem", { id: problemId, role: "alert", hidden: true });
    const group = fresh(name);
    const inputs = values.map((value) =>
      h("input", { type: "radio", name: group, id: fresh(name), value: String(value), onchange: changed }),
    );
    inputs[0].checked = true;
    fields.set(name, { said, control: inputs[0] });
    return {
      box: h(
        "fieldset.field",
        { "aria-describedby": problemId },
        h("legend", label),
        h(
          "div.segments",
          inputs.map((input, at) => [input, h("label", { for: input.id }, shown(values[at]))]),
        ),
        said,
      ),
      inputs,
      get value() {
        return values[inputs.findIndex((input) => input.checked)];
      },
      set value(next) {
        const at = values.indexOf(next);
        if (at >= 0) inputs[at].checked = true;
      },
    };
  }

  return { fields, field, segments };
}
