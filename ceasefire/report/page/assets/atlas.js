// The map follows what is chosen in the table: a sign for each verdict at each spot.

import { byId, draw, filledIn } from "./dom.js";

/** Draws how many of the chosen events lie at each spot, by verdict. */
export class Atlas {
  constructor(events, words, choose) {
    this.events = events;
    this.words = words;
    this.layer = byId("marks");
    if (!this.layer) return;
    this.layer.addEventListener("click", (click) => {
      const at = click.target.dataset?.event;
      if (at !== undefined) choose(Number(at));
    });
  }

  show(chosen) {
    if (!this.layer) return;
    const { events } = this;
    const kinds = events.data.verdicts.length;
    const counts = new Int32Array(events.data.spots.length * kinds);
    const firsts = new Int32Array(counts.length);
    for (let at = chosen.length - 1; at >= 0; at -= 1) {
      const spot = events.spot[chosen[at]];
      if (spot < 0) continue;
      counts[spot * kinds + events.verdict[chosen[at]]] += 1;
      firsts[spot * kinds + events.verdict[chosen[at]]] = chosen[at];
    }
    const marks = [];
    counts.forEach((count, at) => {
      if (count) marks.push([count, at]);
    });
    marks.sort(([one], [other]) => other - one);
    this.layer.replaceChildren(...marks.map(([count, at]) => this.mark(count, at, kinds, firsts[at])));
  }

  mark(count, at, kinds, first) {
    const { events, words } = this;
    const [x, y] = events.data.spots[Math.floor(at / kinds)];
    const { key, label, shape } = events.data.verdicts[at % kinds];
    const size = Math.min(3.2 + 1.6 * Math.sqrt(count), 26);
    const told = filledIn(count === 1 ? words.spot_one : words.spot, { count, verdict: label, id: events.ids[first] });
    return draw("path", { class: key, d: shape, transform: `translate(${x},${y}) scale(${size.toFixed(2)})`, "data-event": first }, draw("title", { text: told }));
  }
}
