// The receipt inside a clip: what it was made from, read from the file by the page itself, so that nothing is sent.
//
// JSON in the `comment` tag of the MP4: moov / udta / meta / ilst / ©cmt / data. See `vitascope.media.receipt`.

const PATH = ["udta", "meta", "ilst", "\u00a9cmt", "data"];
const LARGEST_MOOV = 16 * 2 ** 20;
const FULL_BOX = 4; // bytes of version and flags that `meta` begins with
const TEXT_HEADER = 8; // of a "data" box: its type, and a locale

/** The receipt of `file`, or null where it carries none. */
export async function readReceipt(file) {
  const moov = await findMoov(file);
  if (!moov) return null;
  let view = new DataView(await moov.arrayBuffer());
  for (const name of PATH) {
    view = child(view, name);
    if (!view) return null;
    if (name === "meta") view = part(view, FULL_BOX);
  }
  try {
    const receipt = JSON.parse(new TextDecoder().decode(part(view, TEXT_HEADER)));
    return typeof receipt?.made_by === "string" && receipt.made_by.startsWith("vitascope ") ? receipt : null;
  } catch {
    return null;
  }
}

/** A receipt's fields as a request names them; anybody can write one, so the form takes only what it offers. */
export function asked(receipt) {
  const { model, prompt, duration_s: duration, resolution, fps, generate_audio, seed, camera_motion, draft } = receipt;
  return {
    model,
    prompt: String(prompt ?? ""),
    duration,
    resolution,
    fps,
    generate_audio: generate_audio !== false,
    seed: Number.isInteger(seed) ? seed : "",
    camera_motion: camera_motion ?? "",
    draft: draft === true,
  };
}

const part = (view, start, length = view.byteLength - start) =>
  new DataView(view.buffer, view.byteOffset + start, length);

function header(view, at) {
  if (at + 8 > view.byteLength) return null;
  const name = String.fromCharCode(...[4, 5, 6, 7].map((each) => view.getUint8(at + each)));
  let [size, head] = [view.getUint32(at), 8];
  if (size === 1 && at + 16 <= view.byteLength) [size, head] = [Number(view.getBigUint64(at + 8)), 16];
  return size >= head || size === 0 ? { name, size, head } : null;
}

function child(view, name) {
  for (let at = 0; at < view.byteLength;) {
    const box = header(view, at);
    if (!box) return null;
    const size = Math.min(box.size || view.byteLength - at, view.byteLength - at);
    if (box.name === name) return part(view, at + box.head, size - box.head);
    at += size;
  }
  return null;
}

async function findMoov(file) {
  for (let at = 0; at < file.size;) {
    const box = header(new DataView(await file.slice(at, at + 16).arrayBuffer()), 0);
    if (!box) return null;
    const size = box.size || file.size - at;
    if (box.name === "moov") return size > LARGEST_MOOV ? null : file.slice(at + box.head, at + size);
    at += size;
  }
  return null;
}
