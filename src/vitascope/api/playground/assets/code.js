// A request as code: the same fields, so that what is pasted makes the same clip.

import { h, icon, say } from "./dom.js";

const LANGUAGES = { curl, Python: python, JavaScript: javascript };

/**
 * `order` is a request's body; where a field's value is `{file: "name"}` or `{link: "https://…"}` it stands for an
 * image, which code reads for itself. `base` is the server's address.
 */
export function codePanel(order, base) {
  let language = "curl";
  const code = h("code");
  const copy = h("button.quiet.small", { type: "button", onclick: () => copied(code.textContent, copy) }, "Copy");
  const tabs = Object.keys(LANGUAGES).map((name) =>
    h(
      "button",
      { type: "button", "aria-pressed": String(name === language), onclick: () => ((language = name), draw()) },
      name,
    ),
  );
  function draw() {
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.textContent === language));
    code.textContent = LANGUAGES[language](plain(order), base, files(order));
  }
  draw();
  return {
    box: h(
      "div.code",
      h("div.row", h("div.segments.small", { role: "group", "aria-label": "Language" }, tabs), copy),
      h("pre", { tabindex: "0", "aria-label": "The request as code" }, code),
    ),
    update(next) {
      order = next;
      draw();
    },
  };
}

async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea.unseen", { value: text }); // pages without TLS have no clipboard
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.replaceChildren(icon("check"), "Copied");
  say("Copied");
  setTimeout(() => button.replaceChildren("Copy"), 1600);
}

const isImage = (value) => typeof value === "object" && value !== null; // text has a method called `link`
const plain = (order) =>
  Object.fromEntries(
    Object.entries(order).map(([name, value]) => [name, isImage(value) && value.link ? value.link : value]),
  );
const files = (order) =>
  Object.entries(order)
    .filter(([, value]) => isImage(value) && value.file)
    .map(([name, value]) => [name, value.file]);

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`; // for a shell

function curl(order, base, images) {
  const reads = images
    .map(([name, file], at) => `IMAGE${at || ""}=$(base64 < ${quoted(file)} | tr -d '\\n')\n`)
    .join("");
  const said = Object.fromEntries(Object.entries(order).filter(([, value]) => !isImage(value)));
  const body = quoted(JSON.stringify(said, null, 2));
  if (!images.length)
    return `curl -s ${base}/v2/video/generations \\
  -H "Authorization: Bearer $VITASCOPE_API_KEY" -H "Content-Type: application/json" \\
  -d ${body}

# with the id that comes back, until its status is "completed" or "error":
curl -s "${base}/v2/video/generations?generation_id=ID&wait=30" -H "Authorization: Bearer $VITASCOPE_API_KEY"`;
  const added = images.map(([name], at) => `,\n  "${name}": "'"$IMAGE${at || ""}"'"`).join("");
  const whole = quoted(JSON.stringify(said, null, 2).replace(/\n}$/, "")).slice(0, -1) + added + "\n}'";
  return `${reads}printf %s ${whole} | curl -s ${base}/v2/video/generations \\
  -H "Authorization: Bearer $VITASCOPE_API_KEY" -H "Content-Type: application/json" -d @-

# with the id that comes back, until its status is "completed" or "error":
curl -s "${base}/v2/video/generations?generation_id=ID&wait=30" -H "Authorization: Bearer $VITASCOPE_API_KEY"`;
}

/** JSON as Python writes it. */
const literal = (value) => (value === true ? "True" : value === false ? "False" : JSON.stringify(value));

function python(order, base, images) {
  const fields = Object.entries(order).map(
    ([name, value]) =>
      `    ${JSON.stringify(name)}: ${isImage(value) ? `encoded(${JSON.stringify(value.file)})` : literal(value)},`,
  );
  const encode = images.length
    ? `\n\ndef encoded(path):\n    with open(path, "rb") as file:\n        return base64.b64encode(file.read()).decode()\n\n`
    : "";
  return `import ${images.length ? "base64, " : ""}os, time, requests
${encode}
api = "${base}/v2/video/generations"
headers = {"Authorization": f"Bearer {os.environ['VITASCOPE_API_KEY']}"}
order = {
${fields.join("\n")}
}

reply = requests.post(api, json=order, headers=headers).json()
while reply.get("status") in ("queued", "generating"):
    time.sleep(2)
    reply = requests.get(api, params={"generation_id": reply["id"]}, headers=headers).json()
print(reply["video"]["url"] if reply.get("status") == "completed" else reply["error"]["message"])`;
}

function javascript(order, base, images) {
  const fields = Object.entries(order).map(
    ([name, value]) =>
      `  ${name}: ${isImage(value) ? `(await readFile(${JSON.stringify(value.file)})).toString("base64")` : JSON.stringify(value)},`,
  );
  return `${images.length ? `import { readFile } from "node:fs/promises";\n\n` : ""}const api = "${base}/v2/video/generations";
const headers = {
  Authorization: \`Bearer \${process.env.VITASCOPE_API_KEY}\`,
  "Content-Type": "application/json",
};
const order = {
${fields.join("\n")}
};

let reply = await (await fetch(api, { method: "POST", headers, body: JSON.stringify(order) })).json();
while (["queued", "generating"].includes(reply.status)) {
  await new Promise((done) => setTimeout(done, 2000));
  const query = new URLSearchParams({ generation_id: reply.id });
  reply = await (await fetch(\`\${api}?\${query}\`, { headers })).json();
}
console.log(reply.status === "completed" ? reply.video.url : reply.error.message);`;
}
