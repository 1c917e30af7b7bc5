// Numbers and names as people read them.

const LOCALE = navigator.language || "en";

export const credits = (count) => `${count.toLocaleString(LOCALE)} credits`;

export const dollars = (amount) =>
  `$${amount.toLocaleString(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;

/** `8 s`, `2 min 5 s`, `1 h 20 min`: rounded up, since nobody minds what comes early. */
export function seconds(amount) {
  const whole = Math.max(0, Math.ceil(amount));
  if (whole < 100) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export const bytes = (count) => (count < 1e6 ? `${Math.ceil(count / 1e3)} kB` : `${(count / 1e6).toFixed(1)} MB`);

/** `dolly_in` → `Dolly in`. */
export const named = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });

/** How long ago, or the day where that is more than a week. */
export function when(moment) {
  const past = (Date.now() - new Date(moment)) / 1000;
  if (past < 60) return "just now";
  if (past < 3600) return ago.format(-Math.floor(past / 60), "minute");
  if (past < 86_400) return ago.format(-Math.floor(past / 3600), "hour");
  if (past < 7 * 86_400) return ago.format(-Math.floor(past / 86_400), "day");
  return new Date(moment).toLocaleDateString(LOCALE, { dateStyle: "medium" });
}

export const full = (moment) => new Date(moment).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" });

/** The models by what sets them apart; the name that requests use stays in sight. */
export const model = (name) => ({ "ltxv/ltxv-2-fast": "LTX-2 Fast", "ltxv/ltxv-2": "LTX-2 Pro" })[name] ?? name;

/** What an engine is, for somebody who has never heard of engines. */
export function engineWords(engine) {
  const is = {
    preview: ["Preview", "Draws your prompt as a moving sketch with sound. Good for trying prompts and programs."],
    test: ["Test card", "Makes colour bars whatever you write. Good for testing programs."],
    model: ["Model", "A video model: what you write is what it films."],
  }[engine.kind] ?? [engine.name, ""];
  return { title: is[0], plain: is[1], name: engine.name, summary: engine.summary };
}
