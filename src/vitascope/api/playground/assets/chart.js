// Bars by day, drawn here. The figures stand beside them as a table, for whoever does not see the picture.

import { h, s } from "./dom.js";

const [WIDTH, HEIGHT, BASE, TOP, LEFT] = [720, 200, 174, 14, 46];

/** `rows`: `[{label, value, note}]`, oldest first. `shown` writes a value. */
export function bars({ title, rows, shown }) {
  const most = nice(Math.max(...rows.map((row) => row.value), 0));
  const step = (WIDTH - LEFT) / rows.length;
  const y = (value) => BASE - ((BASE - TOP) * value) / most;
  const lines = [0, 0.5, 1].map((share) => [
    s("line", { x1: LEFT, x2: WIDTH, y1: y(share * most), y2: y(share * most) }),
    s("text", { x: LEFT - 8, y: y(share * most) + 4, "text-anchor": "end" }, shown(share * most)),
  ]);
  const every = Math.ceil(rows.length / 6);
  const columns = rows.map((row, at) => {
    const height = row.value ? Math.max(2, BASE - y(row.value)) : 0;
    const x = LEFT + at * step;
    return s(
      "g",
      s("title", `${row.label}: ${row.note}`),
      s("rect.hit", { x, y: TOP, width: step, height: BASE - TOP }),
      s("rect.bar", { x: x + step * 0.16, y: BASE - height, width: step * 0.68, height, rx: Math.min(3, step * 0.2) }),
      (rows.length - 1 - at) % every === 0 &&
        s(
          "text",
          {
            x: at === rows.length - 1 ? WIDTH : x + step / 2,
            y: HEIGHT - 6,
            "text-anchor": at === rows.length - 1 ? "end" : "middle",
          },
          row.label,
        ),
    );
  });
  return h(
    "figure.chart",
    s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title }, lines, columns),
    h(
      "table.unseen",
      h("caption", title),
      h(
        "tbody",
        rows.filter((row) => row.value).map((row) => h("tr", h("th", { scope: "row" }, row.label), h("td", row.note))),
      ),
    ),
  );
}

/** The least of 1, 2 or 5 times a power of ten that holds `value`. */
function nice(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((times) => times * power).find((round) => round >= value * 0.999999);
}
