// A generation, followed to its end: by server-sent events, or by polls where a proxy holds events back.
//
// EventSource sends no header, and the key must not stand in an address, so the stream is read from `fetch`.

import { ask, Problem, send } from "./api.js";

const SILENCE_MS = 40_000; // the server says something every 15 s
const FIRST_MS = 6_000; // the first event comes at once, unless something on the way collects replies
const POLL_MS = 1_500;
const LONGEST_PAUSE_MS = 8_000;
const STREAM_AGAIN_S = 5; // where as many streams are open as may be, and the server does not say when to come again

const pause = (ms, signal) =>
  new Promise((resolve) => {
    const end = () => (clearTimeout(timer), signal.removeEventListener("abort", end), resolve());
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });

/**
 * Calls `told` with every state (a poll's reply, with `percent`, `step` and `steps`) until the last, then returns.
 * `away(true)` while the server does not answer, `away(false)` once it does again. A clip that was deleted is
 * `{deleted: true}`. Throws a `Problem` where asking again is no use.
 */
export async function follow(id, { told, away, signal }) {
  const memory = { last: null, streamsFrom: 0, failures: 0 }; // streams are tried from that moment on, polls before it
  while (!signal.aborted) {
    try {
      const streams = performance.now() >= memory.streamsFrom;
      const ended = streams ? await stream(id, memory, told, away, signal) : await poll(id, told, away, signal);
      if (ended) return;
      memory.failures = 0;
      if (streams && performance.now() >= memory.streamsFrom) await pause(500, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && !error.passing) {
        if (error.status !== 404) throw error;
        told({ deleted: true });
        return;
      }
      memory.failures += 1;
      // Who says to come again later is there: a limit of requests is no server that is away.
      if (error.status !== 429 && (memory.failures > 1 || error.status === 0)) away(true);
      const asked_ms = Math.min(60_000, 1000 * (error.retryAfter ?? 0));
      await pause(Math.max(asked_ms, Math.min(LONGEST_PAUSE_MS, 500 * 2 ** memory.failures)), signal);
    }
  }
}

async function poll(id, told, away, signal) {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(15_000)]);
  const state = await ask(`v2/video/generations?generation_id=${encodeURIComponent(id)}`, { signal: patience });
  away(false);
  told({ ...state, percent: Math.floor(100 * (state.progress ?? 1)), stage: state.meta?.stage });
  if (final(state)) return true;
  await pause(POLL_MS, signal);
  return false;
}

async function stream(id, memory, told, away, signal) {
  const attempt = new AbortController();
  const give_up = () => attempt.abort();
  signal.addEventListener("abort", give_up);
  let heard = false;
  let timer = setTimeout(give_up, FIRST_MS);
  try {
    const reply = await send(`v2/video/generations/events?generation_id=${encodeURIComponent(id)}`, {
      signal: attempt.signal,
      headers: memory.last ? { "Last-Event-ID": memory.last } : {},
    });
    away(false);
    if (reply.status === 204) return true; // the last one is known
    if (!reply.body || !reply.headers.get("content-type")?.startsWith("text/event-stream")) {
      memory.streamsFrom = Infinity;
      return false;
    }
    for await (const event of events(reply.body)) {
      clearTimeout(timer);
      timer = setTimeout(give_up, SILENCE_MS);
      if (!event) continue; // a sign of life
      heard = true;
      if (event.id) memory.last = event.id;
      const state = event.name === "deleted" ? { deleted: true } : JSON.parse(event.data);
      told(state);
      if (event.name === "done" || event.name === "deleted") return true;
    }
    return false; // the server stops, or a proxy has had enough: connect again
  } catch (error) {
    if (error.status === 429) {
      // As many are open as may be, and polls are answered. One may end at any moment.
      memory.streamsFrom = performance.now() + 1000 * (error.retryAfter ?? STREAM_AGAIN_S);
      return false;
    }
    if (attempt.signal.aborted && !signal.aborted && !heard && !memory.last) memory.streamsFrom = Infinity;
    throw attempt.signal.aborted ? new Problem("The stream fell silent.") : error instanceof Problem ? error : cut();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", give_up);
    attempt.abort();
  }
}

const cut = () => new Problem("The connection was cut.");

/** Events out of bytes: `{name, id, data}`, or null for a line that only shows that the connection lives. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    if (!blocks.length) yield null;
    for (const block of blocks) yield parsed(block);
  }
}

function parsed(block) {
  const event = { name: "message", id: null, data: "" };
  for (const line of block.split("\n")) {
    const [, field, value] = /^(event|id|data): ?(.*)$/.exec(line) ?? [];
    if (field === "event") event.name = value;
    else if (field === "id") event.id = value;
    else if (field === "data") event.data += value;
  }
  return event.data ? event : null;
}

export const final = (state) => state.deleted || state.status === "completed" || state.status === "error";
