// Submit a prompt, poll until the video is there, download it. Node 18 or newer; nothing to install.

import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

const BASE_URL = process.env.VITASCOPE_BASE_URL ?? "http://127.0.0.1:8000";
const GENERATIONS = `${BASE_URL}/v2/video/generations`;
const headers = { Authorization: `Bearer ${process.env.VITASCOPE_API_KEY}`, "Content-Type": "application/json" };
const [prompt = "A dragon flies over a mountain and roars.", output = "clip.mp4"] = process.argv.slice(2);
const POLL_MS = 2_000;
const GIVE_UP_MS = 1_000_000;

// The reply's body; or an error with the server's own words.
async function checked(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${body.message}`);
  return body;
}

async function finished(id) {
  const giveUp = Date.now() + GIVE_UP_MS;
  while (Date.now() < giveUp) {
    const told = await checked(await fetch(`${GENERATIONS}?${new URLSearchParams({ generation_id: id })}`, { headers }));
    if (told.status === "completed") return told;
    if (told.status === "error") throw new Error(`${told.error.name}: ${told.error.message}`);
    console.log(`${told.status}, ${Math.round(100 * (told.progress ?? 0))} %`);
    await sleep(POLL_MS);
  }
  throw new Error(`Not there after ${GIVE_UP_MS / 1000} s; ask again for ${id}`);
}

const body = JSON.stringify({ model: "ltxv/ltxv-2-fast", prompt, duration: 6 });
const { id } = await checked(await fetch(GENERATIONS, { method: "POST", headers, body }));
console.log("Generation:", id);
const { video } = await finished(id);
// The link is signed: it needs no key.
const file = await fetch(video.url);
if (!file.ok) throw new Error(`${file.status} for ${video.url}`);
await pipeline(Readable.fromWeb(file.body), createWriteStream(output));
console.log(`${output}: ${video.width} x ${video.height}, ${video.duration} s`);
