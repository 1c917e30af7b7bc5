// The account: what is left, what was spent and on which day, every movement, and its keys for whoever manages them.

import { ask as request } from "./api.js";
import { bars } from "./chart.js";
import { ask, fresh, h, icon, say, sentence } from "./dom.js";
import { limitsSection } from "./limits.js";
import { floor } from "./owner.js";
import { checkKey } from "./sign-in.js";
import * as words from "./words.js";

const DAYS = 30;
const UNLIMITED_USD = 1_000_000; // what the balance of an account without a budget shows, always

export function accountView({ main, refused }) {
  const stop = new AbortController();
  const get = (path) => request(path, { signal: stop.signal });
  const parts = h("div.account", h("h1", "Account"), h("span.spin", { "aria-hidden": "true" }));
  main.replaceChildren(parts);

  begin().catch((error) => {
    if (stop.signal.aborted) return;
    if (error.status === 401) return refused(error);
    parts.replaceChildren(
      h("h1", "Account"),
      problem(error),
      h("button", { type: "button", onclick: () => accountView({ main, refused }) }, "Try again"),
    );
  });

  async function begin() {
    const [key, billing] = await Promise.all([checkKey(), get("v2/billing")]);
    const keys = key.management ? await get("v1/keys") : null;
    const usage = summed(await Promise.all(keys ? keys.data.map((each) => used(each.prefix)) : [used()]));
    const sections = [
      h("h1", "Account"),
      h(
        "div.figures",
        figure(
          "Balance",
          billing.current_balance >= UNLIMITED_USD ? "No budget set" : words.dollars(billing.current_balance),
          billing.current_balance >= UNLIMITED_USD ? "Clips are counted, not bounded" : "Left to spend",
        ),
        figure(`Spent, ${DAYS} days`, words.dollars(usage.spend), keys ? "by all keys of the account" : "by this key"),
        figure("Clips", String(usage.requests), `made in ${DAYS} days`),
        figure(
          "Key",
          h("code", `${key.prefix}…`),
          key.management ? "manages keys" : key.scopes ? `may: ${key.scopes.join(", ")}` : "may do everything",
        ),
      ),
      keys ? null : limitsSection((await get("playground/limits")).data),
      h("section", h("h2", "Spent by day"), chart(usage)),
      keys ? keyTable(keys.data) : null,
      keys ? floor({ signal: stop.signal, owner: key.owner }) : null,
      keys ? null : await transactions(),
    ];
    if (!stop.signal.aborted) parts.replaceChildren(...sections.filter(Boolean));
  }

  /** What one key used, day by day; the caller's own where none is named. */
  function used(prefix = null) {
    const query = (tz) =>
      get(
        `v2/usage/detail?${new URLSearchParams({ period: `${DAYS}d`, group_by: "day", tz, ...(prefix ? { key_prefix: prefix } : {}) })}`,
      );
    // A browser may know time zones by names that the server does not.
    return query(zone()).catch((error) => (error.field === "tz" ? query("UTC") : Promise.reject(error)));
  }

  function chart(usage) {
    if (!usage.spend) return h("p.muted", `Nothing in the last ${DAYS} days.`);
    const rows = [...Array(DAYS).keys()].map((back) => {
      const date = new Date(Date.now() - (DAYS - 1 - back) * 86_400_000);
      const group = usage.byDay.get(date.toLocaleDateString("en-CA")); // as the server writes days: 2026-01-31
      const label = date.toLocaleDateString(undefined, { day: "numeric", month: "short" });
      return {
        label,
        value: group?.spend ?? 0,
        note: group ? `${words.dollars(group.spend)}, ${group.made} made, ${group.failed} failed` : "nothing",
      };
    });
    return bars({
      title: `US dollars spent on each of the last ${DAYS} days`,
      rows,
      shown: (value) => `$${Number(value.toPrecision(3))}`,
    });
  }

  async function transactions() {
    const body = h("tbody");
    const more = h("button", { type: "button", onclick: () => load() }, "Show older ones");
    let cursor = null;
    async function load() {
      const page = await get(
        `v2/billing/transactions?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      );
      body.append(
        ...page.data.map((entry) =>
          h(
            "tr",
            h("td", h("time", { datetime: entry.created_at }, words.full(entry.created_at))),
            h(
              "td",
              entry.reference_id
                ? h("a", { href: `#/clip/${entry.reference_id.split(":")[0]}` }, "Clip")
                : words.named(entry.type),
            ),
            h("td.number", `${entry.direction === "credit" ? "+" : "−"}${words.dollars(Math.abs(entry.amount.usd))}`),
            h("td.number.muted", entry.amount.credits.toLocaleString()),
          ),
        ),
      );
      cursor = page.pagination.next_cursor;
      more.hidden = !page.pagination.has_more;
    }
    try {
      await load();
    } catch (error) {
      return h("section", h("h2", "Transactions"), problem(error));
    }
    if (!body.children.length) return h("section", h("h2", "Transactions"), h("p.muted", "None yet."));
    return h(
      "section.transactions",
      h("h2", "Transactions"),
      table(["When", "What", "US dollars", "Credits"], body),
      more,
    );
  }

  // --- keys, for a management key

  function keyTable(keys) {
    const body = h("tbody");
    const said = h("p.problem", { role: "alert", hidden: true });
    const name = h("input", {
      id: fresh("name"),
      type: "text",
      maxlength: 64,
      placeholder: "laptop",
      "aria-label": "Name of the new key",
    });
    const made = h("div");
    const attempt = async (action) => {
      said.hidden = true;
      try {
        await action();
      } catch (error) {
        if (error.status === 401) return refused(error);
        said.replaceChildren(...sentence(error.message));
        said.hidden = false;
      }
    };
    const change = (key, method, fields) =>
      attempt(async () => {
        await request(`v1/keys/${encodeURIComponent(key.prefix)}`, { method, body: fields });
        draw((await get("v1/keys")).data);
        say("Saved.");
      });
    function draw(found) {
      body.replaceChildren(
        ...found.map((key) =>
          h(
            "tr",
            { "data-off": key.disabled },
            h("td", h("code", `${key.prefix}…`)),
            h("td", key.name ?? "–"),
            h(
              "td",
              { "data-of": "Limit" },
              key.limit
                ? `${words.dollars(key.limit.threshold)} ${key.limit.retention === "no_reset" ? "in all" : `a ${key.limit.retention}`}`
                : "no limit",
            ),
            h("td.number", { "data-of": "This month" }, words.dollars(key.monthly_usage)),
            h(
              "td",
              h(
                "div.row.tight.end",
                h(
                  "button.small",
                  { type: "button", onclick: () => change(key, "PATCH", { disabled: !key.disabled }) },
                  key.disabled ? "Enable" : "Disable",
                ),
                h(
                  "button.small.quiet",
                  {
                    type: "button",
                    onclick: async () =>
                      (await ask(`Delete the key ${key.prefix}…? What uses it stops working.`, "Delete", {
                        danger: true,
                      })) && change(key, "DELETE"),
                  },
                  "Delete",
                ),
              ),
            ),
          ),
        ),
      );
    }
    draw(keys);
    const form = h(
      "form.row",
      {
        onsubmit: (event) => {
          event.preventDefault();
          attempt(async () => {
            const { data } = await request("v1/keys", {
              method: "POST",
              body: name.value.trim() ? { name: name.value.trim() } : {},
            });
            name.value = "";
            made.replaceChildren(h("p.notice", "The new key, shown this once: ", h("code", data.key)));
            draw((await get("v1/keys")).data);
          });
        },
      },
      h("div.grow", name),
      h("button.primary", { type: "submit" }, icon("key"), "Make a key"),
    );
    return h("section.keys", h("h2", "Keys"), table(["Key", "Name", "Limit", "This month", ""], body), form, made, said);
  }

  return () => stop.abort();
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
/** Several keys' reports as one. */
function summed(reports) {
  const byDay = new Map();
  for (const group of reports.flatMap((report) => report.groups)) {
    const day = byDay.get(group.day) ?? { spend: 0, made: 0, failed: 0 };
    byDay.set(group.day, {
      spend: day.spend + group.spend,
      made: day.made + group.requests.succeeded,
      failed: day.failed + group.requests.failed,
    });
  }
  const sum = (name) => reports.reduce((total, report) => total + report[name], 0);
  return { byDay, spend: sum("spend"), requests: sum("requests") };
}

const figure = (name, value, note) => h("div.figure", h("h2", name), h("p.value", value), h("p.muted.small", note));
const problem = (error) => h("p.problem", { role: "alert" }, icon("warn"), h("span", sentence(error.message)));
const table = (titles, body) =>
  h(
    "div.scroll",
    { tabindex: "0" },
    h(
      "table",
      h(
        "thead",
        h(
          "tr",
          titles.map((title) =>
            h(
              /dollars|Credits|month/.test(title) ? "th.number" : "th",
              { scope: "col" },
              title || h("span.unseen", "What can be done"),
            ),
          ),
        ),
      ),
      body,
    ),
  );
