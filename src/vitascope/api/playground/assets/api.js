// Requests to the server that this page came from, and its refusals as sentences.

import { readKey } from "./session.js";

/** The folder of the page: a proxy may have put it under a path of its own. */
export const BASE = new URL(".", location.href.split("#")[0]);

/** What went wrong. `status` is 0 where no reply came; `field` is the one that is to be mended. */
export class Problem extends Error {
  constructor(message, { status = 0, field = null, retryAfter = null } = {}) {
    super(message);
    this.status = status;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may work in a moment. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const AWAY = "The server does not answer. It may be starting again; this page goes on trying.";

/** One request with the key, if there is one: the reply, or a `Problem`. */
export async function send(path, { method = "GET", body, headers = {}, signal } = {}) {
  const key = readKey();
  let reply;
  try {
    reply = await fetch(new URL(path, BASE), {
      method,
      signal,
      cache: "no-store",
      credentials: "omit",
      headers: {
        ...(key ? { Authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(AWAY);
  }
  if (!reply.ok) throw await refusal(reply);
  return reply;
}

/** The same where the reply is JSON. */
export async function ask(path, options) {
  const reply = await send(path, options);
  try {
    return await reply.json();
  } catch {
    throw new Problem(AWAY); // cut off on its way
  }
}

async function refusal(reply) {
  let body = {};
  try {
    body = await reply.json();
  } catch {
    // a proxy's own page
  }
  const message = body?.error?.message ?? body?.message ?? `The server answered ${reply.status}.`;
  const field = body?.error?.data?.field ?? /^[^`]*`(\w+)` is missing/.exec(message)?.[1] ?? null;
  const wait = Number(reply.headers.get("retry-after"));
  return new Problem(plain(reply.status, message), { status: reply.status, field, retryAfter: wait || null });
}

/** Our own sentence without the one before it, which programs for the hosted API look for. */
function plain(status, message) {
  const inside = /: \S+ \((.*)\)$/s.exec(message);
  if ((status === 401 || status === 403) && inside) return inside[1];
  return message
    .replace(/^(Body validation error!|Inference not found\.|Service unavailable\.|Too Many Requests\.) /, "")
    .replace(/^Invalid enum value\. Expected .*?, received .*?\. (?=`)/s, "");
}

/** A link of the server's as this page may use it: under the address that the page itself has. */
export function here(link) {
  const at = link.indexOf("/files/");
  return at < 0 ? link : new URL(link.slice(at + 1), BASE).href;
}

/** The same for a file that is to be saved: it then comes from this server, never from the bucket behind it. */
export function saved(link) {
  const url = new URL(here(link), BASE);
  url.searchParams.set("save", "1");
  return url.href;
}

export const offer = () => ask("playground/offer");
export const exchange = (token) => ask("playground/sign-in", { method: "POST", body: { token } });
export const clip = (id, options) => ask(`playground/clips/${encodeURIComponent(id)}`, options);
export const preview = (image, options) =>
  ask("playground/image", { method: "POST", body: { image_url: image }, ...options });
export const submit = (body) => order("v2/video/generations", body);
export const finish = (id) => order("v2/video/generations/finish", { generation_id: id });

/** What makes a clip. Where no reply came it is sent once more, under the same name: it makes one clip at most. */
async function order(path, body) {
  const name = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const options = { method: "POST", body, headers: { "Idempotency-Key": name } };
  try {
    return await ask(path, options);
  } catch (error) {
    if (error.status !== 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return ask(path, options);
  }
}

export const cancel = (id) => ask(`v2/video/generations?generation_id=${encodeURIComponent(id)}`, { method: "DELETE" });
/** For good; the surface above only cancels. */
export const remove = (uuid) => ask(`v1/videos/${encodeURIComponent(uuid)}`, { method: "DELETE" });

/**
 * One's own clips, newest first: `{data, pagination: {next_cursor, has_more}}`. With the words of a `search` a page may be
 * short, or empty, and have more behind it.
 */
export function clips({ limit = 24, cursor = null, search = "", signal } = {}) {
  const query = new URLSearchParams({ limit, ...(cursor ? { cursor } : {}), ...(search ? { search } : {}) });
  return ask(`playground/clips?${query}`, { signal });
}
