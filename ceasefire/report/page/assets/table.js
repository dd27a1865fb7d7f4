// The events as a table, a page of rows at a time; a row opens to all that is told of it.

import { byId, filledIn, make, named } from "./dom.js";
import { detail } from "./detail.js";

export const ROWS = 50;

/** The most rows that are laid out at once, which is where a page is printed. */
const PRINTED = 5000;

/** Shows chosen events, and which of them is open. */
export class Table {
  constructor(events, words, opened) {
    this.events = events;
    this.words = words;
    this.opened = opened;
    this.body = byId("rows");
    this.open = null;
    this.chosen = new Int32Array(0);
    this.page = 0;
  }

  get pages() {
    return Math.max(Math.ceil(this.chosen.length / ROWS), 1);
  }

  /** Show events; `open` is the number of one that is shown in full, or nothing. */
  show(chosen, page, open) {
    this.chosen = chosen;
    this.open = open;
    this.page = Math.min(Math.max(page, 0), this.pages - 1);
    if (open !== null) this.page = Math.max(Math.floor(chosen.indexOf(open) / ROWS), 0);
    const first = this.page * ROWS;
    this.lay(chosen.subarray(first, first + ROWS));
    this.tell(first);
  }

  lay(numbers) {
    this.body.replaceChildren(...Array.from(numbers, (number) => this.rows(number)).flat());
  }

  tell(first) {
    const { words, chosen, events } = this;
    const values = { shown: chosen.length, all: events.count, first: first + 1, last: Math.min(first + ROWS, chosen.length), page: this.page + 1, pages: this.pages };
    byId("matches").textContent = filledIn(this.matching(), values);
    for (const pager of document.querySelectorAll(".pager")) {
      pager.hidden = this.pages === 1;
      pager.querySelector(".where").textContent = filledIn(words.pages, values);
      for (const button of pager.querySelectorAll("button")) {
        const edge = button.value === "-1" ? 0 : this.pages - 1;
        button.setAttribute("aria-disabled", String(this.page === edge));
      }
    }
  }

  /** What says how many events are chosen. */
  matching() {
    const { words, chosen, events } = this;
    if (!events.count) return words.none;
    if (chosen.length === events.count) return events.count === 1 ? words.all_one : words.all_match;
    return chosen.length ? words.match : words.none_match;
  }

  rows(number) {
    const open = number === this.open;
    const row = this.row(number, open);
    return open ? [row, this.full(number)] : [row];
  }

  row(number, open) {
    const { events, words } = this;
    const days = events.days(number);
    const label = events.ids[number];
    const button = make("button", {
      type: "button",
      "aria-expanded": String(open),
      "aria-controls": open ? "full" : null,
      "data-number": number,
      onclick: () => this.opened(number === this.open ? null : number),
    }, named(label));
    const when = days && (days[0] === days[1] ? days[0] : [make("span", { text: days[0] }), ` ${words.to} `, make("span", { text: days[1] })]);
    const cells = [
      cell(words.when, [when ?? words.unknown].flat(), "day"),
      cell(words.what, this.names("kind", number)),
      cell(words.who, this.names("actor", number)),
      cell(words.whom, this.names("target", number)),
      cell(words.where, [named(events.placeOf(number))]),
      cell(words.verdict, [badge(events, number), this.possible(number)]),
    ];
    return make("tr", { role: "row", class: open ? "opened" : null }, make("th", { role: "rowheader", scope: "row", "data-head": words.id }, button), cells);
  }

  names(column, number) {
    const names = this.events.names(column, number).map(named);
    return names.flatMap((name, at) => (at ? [` ${this.words.or_and} `, name] : [name]));
  }

  possible(number) {
    const { events, words } = this;
    const mask = events.possible[number];
    const may = events.data.verdicts.filter((each, at) => mask & (1 << at)).map((each) => each.label);
    if (events.settled[number]) return make("span", { class: "may", text: words.settled });
    if (!may.length) return null;
    if (mask & (1 << events.data.verdicts.length)) may.push(events.data.no_incident);
    return make("span", { class: "may", text: filledIn(words.possible, { verdicts: may.join(", ") }) });
  }

  full(number) {
    const whole = make("td", { role: "cell", colspan: 7, id: "full", tabindex: -1 }, detail(this.events, number, this.words));
    return make("tr", { role: "row", class: "full" }, whole);
  }

  /** Put the focus on the button of an event that is shown. */
  focus(number) {
    this.body.querySelector(`button[data-number="${number}"]`)?.focus();
  }

  /** Lay out all rows for paper, and the page of them again afterwards. */
  printing() {
    this.lay(this.chosen.subarray(0, PRINTED));
    const left = this.chosen.length - PRINTED;
    byId("left-out").hidden = left <= 0;
    byId("left-out").textContent = filledIn(left === 1 ? this.words.left_one : this.words.left_out, { count: left });
  }

  printed() {
    byId("left-out").hidden = true;
    this.show(this.chosen, this.page, this.open);
  }
}

/** A cell of what is told under a head, which on a narrow screen stands beside it. */
function cell(head, told, kind = null) {
  return make("td", { role: "cell", class: kind, "data-head": head }, make("div", {}, told));
}

/** A verdict with its sign, so that colour is never all that tells. */
function badge(events, number) {
  const { key, label, mark } = events.data.verdicts[events.verdict[number]];
  return make("span", { class: `badge ${key}` }, make("span", { "aria-hidden": "true", class: "mark", text: mark }), label);
}
