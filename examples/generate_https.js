// The same with node's `https` module, on a path that programs for other providers' models use: durations as strings,
// 5 seconds where 6 are the least, an image by its link. What the server changed stands in `meta.adjusted`.

const fs = require("fs");
const https = require("https");
const { pipeline } = require("stream/promises");
const { setTimeout: sleep } = require("timers/promises");

const BASE_URL = process.env.VITASCOPE_BASE_URL || "https://127.0.0.1:8000";
const GENERATION = new URL("/v2/generate/video/google/generation", BASE_URL);
const headers = { Authorization: `Bearer ${process.env.VITASCOPE_API_KEY}`, "Content-Type": "application/json" };
const [prompt = "Mona Lisa puts on glasses with her hands.", output = "clip.mp4", image] = process.argv.slice(2);
const POLL_MS = 2_000;
const GIVE_UP_MS = 1_000_000;

function send(url, options, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, options, resolve);
    request.on("error", reject);
    request.end(body);
  });
}

// The reply's body; or an error with the server's own words.
async function asked(url, options, body) {
  const response = await send(url, options, body);
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += part;
  const told = JSON.parse(text);
  if (response.statusCode >= 400) throw new Error(`${response.statusCode}: ${told.message}`);
  return told;
}

async function finished(id) {
  const url = new URL(GENERATION);
  url.searchParams.append("generation_id", id);
  const giveUp = Date.now() + GIVE_UP_MS;
  while (Date.now() < giveUp) {
    const told = await asked(url, { headers });
    if (told.status === "completed") return told;
    if (told.status === "error") throw new Error(`${told.error.name}: ${told.error.message}`);
    console.log("Status:", told.status);
    await sleep(POLL_MS);
  }
  throw new Error(`Not there after ${GIVE_UP_MS / 1000} s; ask again for ${id}`);
}

async function main() {
  const body = JSON.stringify({ model: "ltxv/ltxv-2-fast", prompt, duration: "5", image_url: image });
  const options = { method: "POST", headers: { ...headers, "Content-Length": Buffer.byteLength(body) } };
  const { id, meta } = await asked(GENERATION, options, body);
  console.log("Generation:", id);
  for (const sentence of meta.adjusted ?? []) console.log("Adjusted:", sentence);
  const { video } = await finished(id);
  // The link is signed: it needs no key.
  const file = await send(video.url, {});
  if (file.statusCode !== 200) throw new Error(`${file.statusCode} for ${video.url}`);
  await pipeline(file, fs.createWriteStream(output));
  console.log(`${output}: ${video.width} x ${video.height}, ${video.duration} s`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
