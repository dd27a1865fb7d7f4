// A picture of when the instruments are in force, and when the event may have been.

import { byId, draw, fill, make } from "./dom.js";

const ROW = 40;
const TOP = 30;
const SIDE = 10;
const STEP = 0.2;
const KEYS = { ArrowLeft: "earlier", ArrowRight: "later", "+": "in", "=": "in", "-": "out", Home: "all", e: "event" };

/** The timeline; `moved` is told which view is wanted, null being the whole. */
export class Timeline {
  constructor(moved) {
    this.moved = moved;
    this.view = null;
    this.data = null;
    this.place = byId("drawing");
    for (const button of document.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => this.move(button.dataset.move));
    }
    this.place.addEventListener("keydown", (event) => {
      if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.move(KEYS[event.key]);
    });
    this.place.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.drag();
    new ResizeObserver(() => this.data && this.paint()).observe(this.place);
  }

  /** Go to another view of time. */
  move(how, around = 0.5) {
    if (!this.data) return;
    if (how === "all") return this.go(null);
    const [lo, hi] = this.view ?? this.data.view;
    const width = hi - lo;
    if (how === "event") return this.toEvent();
    const shift = { earlier: -STEP, later: STEP }[how];
    if (shift) return this.go([lo + width * shift, hi + width * shift]);
    const scale = how === "in" ? 0.6 : 1 / 0.6;
    const middle = lo + width * around;
    return this.go([middle - width * scale * around, middle + width * scale * (1 - around)]);
  }

  toEvent() {
    const spans = this.data.events.map((item) => item.whole);
    if (!spans.length) return;
    const lo = Math.min(...spans.map(([start]) => start));
    const hi = Math.max(...spans.map(([, end]) => end));
    const around = Math.max((hi - lo) * 1.5, 2 * 86400e6);
    this.go([lo - around, hi + around]);
  }

  go(view) {
    this.view = view && view.map(Math.round);
    this.moved();
  }

  wheel(event) {
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !sideways) return;
    event.preventDefault();
    const around = (event.offsetX - SIDE) / Math.max(this.place.clientWidth - 2 * SIDE, 1);
    if (event.ctrlKey) this.move(event.deltaY < 0 ? "in" : "out", Math.min(Math.max(around, 0), 1));
    else this.shift((event.deltaX || event.deltaY) / this.place.clientWidth);
  }

  shift(part) {
    const [lo, hi] = this.view ?? this.data.view;
    this.go([lo + (hi - lo) * part, hi + (hi - lo) * part]);
  }

  drag() {
    let from = null;
    this.place.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) from = event.clientX;
    });
    addEventListener("pointermove", (event) => {
      if (from === null || !this.data) return;
      const moved = (from - event.clientX) / this.place.clientWidth;
      if (Math.abs(moved) < 0.01) return;
      from = event.clientX;
      this.shift(moved);
    });
    addEventListener("pointerup", () => (from = null));
  }

  /** Show what the server told of a view. */
  show(data) {
    this.data = data;
    if (this.view) this.view = data.view;
    byId("span-told").textContent = `${data.told}, in the time of ${data.timezone}`;
    this.paint();
    fill(byId("timeline-table"), [data.rows, data.events], () => table(data));
  }

  paint() {
    const width = Math.max(this.place.clientWidth, 200);
    const { rows, ticks, view: [lo, hi] } = this.data;
    const x = (at) => SIDE + ((at - lo) / (hi - lo)) * (width - 2 * SIDE);
    const height = Math.max(rows.length, 1) * ROW + 6;
    const room = 84;
    let last = -room;
    const marks = ticks.map((tick) => {
      const at = x(tick.at);
      const fits = at - last >= room && at < width - 40;
      if (fits) last = at;
      return [at, fits ? tick.label : ""];
    });
    const scale = draw("svg", { class: "scale", width, height: TOP, viewBox: `0 0 ${width} ${TOP}`, "aria-hidden": "true" },
      ...marks.map(([at, label]) => draw("g", { class: "tick" }, draw("line", { x1: at, x2: at, y1: label ? 18 : 24, y2: TOP }), label ? draw("text", { x: at + 3, y: 14, text: label }) : "")),
      ...this.data.events.map((item) => outside(item, width, lo, hi)));
    this.place.replaceChildren(scale, draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      pattern(), ...marks.map(([at]) => draw("g", { class: "tick" }, draw("line", { x1: at, x2: at, y1: 0, y2: height }))),
      ...rows.map((row, number) => line(row, number * ROW, x, width, lo, hi)),
      ...this.data.events.map((item) => happened(item, x, height))));
  }
}

function pattern() {
  return draw("defs", {}, draw("pattern", { id: "perhaps", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    draw("rect", { width: 6, height: 6, class: "perhaps-ground" }), draw("rect", { width: 3, height: 6, class: "perhaps-stripe" })));
}

function line(row, y, x, width, lo, hi) {
  const bars = (spans, kind) => spans.map(([start, end]) => draw("rect", { class: kind, x: x(start), y: y + 20, height: 11, width: Math.max(x(end) - x(start), 1.5), rx: 2 },
    draw("title", { text: `${row.title}: ${row.told}` })));
  const announced = row.announced !== null && row.announced >= lo && row.announced <= hi
    ? draw("path", { class: "announced", d: `M${x(row.announced)} ${y + 18}l5 7.5l-5 7.5l-5 -7.5z` }, draw("title", { text: `announced ${row.announced_told}` })) : "";
  const none = row.perhaps.length ? "" : " · not in force in this view on this reading";
  return draw("g", {},
    draw("line", { class: "ground", x1: SIDE, x2: width - SIDE, y1: y + 25.5, y2: y + 25.5 }),
    draw("text", { class: "title", x: SIDE, y: y + 13 }, row.title, draw("tspan", { class: "none", text: none })),
    ...bars(row.perhaps, "perhaps"), ...bars(row.sure, "sure"), announced);
}

/** That the event lies beyond what is shown. */
function outside(item, width, lo, hi) {
  if (item.spans.length) return "";
  if (item.whole[1] <= lo) return draw("text", { class: "off", x: SIDE, y: 14, text: "← event" });
  if (item.whole[0] < hi) return "";
  return draw("text", { class: "off", x: width - SIDE, y: 14, "text-anchor": "end", text: "event →" });
}

function happened(item, x, height) {
  return draw("g", { class: item.label === "stated" ? "event" : "event other" }, ...item.spans.map(([start, end]) => {
    const wide = Math.max(x(end) - x(start), 2);
    return draw("rect", { x: x(start) - (wide === 2 ? 1 : 0), y: 0, width: wide, height }, draw("title", { text: `event, ${item.label}: ${item.told}` }));
  }));
}

function table(data) {
  const head = ["Instrument", "Announced", "In force", "In this view, on this reading"];
  const view = (row) => (row.sure.length ? "in force" : row.perhaps.length ? "in force or not, depending on a question" : "not in force");
  return [
    ...data.events.map((item) => make("p", { text: `The event, ${item.label}: ${item.told}.` })),
    make("table", {},
      make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col", text })))),
      make("tbody", {}, ...data.rows.map((row) => make("tr", {},
        make("th", { scope: "row", text: row.title }), make("td", { text: row.announced_told || "not said" }),
        make("td", { text: row.told + (row.if ? `; if ${row.if}` : "") }), make("td", { text: view(row) }))))),
  ];
}
