// The events as columns: numbers that point into lists of texts, each text kept once.

import { byId } from "./dom.js";

/** Read what the page carries; packed where it is much. */
export async function carried() {
  const element = byId("data");
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const packed = Uint8Array.from(atob(element.textContent.trim()), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).json();
}

const NUMBERS = ["first", "last", "kind", "actor", "target", "place", "verification", "verdict", "possible", "settled", "explanation", "point", "line"];

/** Columns that can be filtered and sorted quickly. */
export class Events {
  constructor(data) {
    this.data = data;
    this.count = data.columns.id.length;
    this.ids = data.columns.id;
    for (const name of NUMBERS) this[name] = Int32Array.from(data.columns[name]);
    this.spot = this.point.map((point) => (point < 0 || !data.spots.length ? -1 : data.points[point]));
    this.reported = flat(data.columns.reported);
    this.said = flat(data.columns.said);
    this.sources = flat(data.columns.sources);
    this.numbers = new Map();
    this.ids.forEach((id, number) => {
      if (!this.numbers.has(id)) this.numbers.set(id, number);
    });
  }

  /** The number of the event that an address means; where ids are not unique it says which. */
  find({ id, number }) {
    return this.ids[number - 1] === id ? number - 1 : this.numbers.get(id);
  }

  /** What an address says of an event. */
  named(number) {
    const id = this.ids[number];
    return this.numbers.get(id) === number ? { id } : { id, number: number + 1 };
  }

  /** The names that a column has of an event, such as its actors. */
  names(column, number) {
    const { lists, sets } = this.data;
    return sets[column][this[column][number]].map((code) => lists[column][code]);
  }

  placeOf(number) {
    return this.data.lists.place[this.place[number]];
  }

  sentence(number) {
    return this.codes(this.reported, number).map((code) => this.data.texts[code]).join("; ");
  }

  codes({ starts, codes }, number) {
    return Array.from(codes.subarray(starts[number], starts[number + 1]));
  }

  /** The first and last day of an event as texts, or nothing where they are not known. */
  days(number) {
    if (this.first[number] < 0) return null;
    return [this.day(this.first[number]), this.day(this.last[number])];
  }

  day(offset) {
    return new Date(Date.parse(this.data.base) + offset * 86_400_000).toISOString().slice(0, 10);
  }

  offset(day) {
    return Math.round((Date.parse(day) - Date.parse(this.data.base)) / 86_400_000);
  }
}

/** Lists of numbers one after the other, with where each begins. */
function flat(lists) {
  const starts = new Int32Array(lists.length + 1);
  for (let at = 0; at < lists.length; at += 1) starts[at + 1] = starts[at] + lists[at].length;
  const codes = new Int32Array(starts[lists.length]);
  for (let at = 0; at < lists.length; at += 1) codes.set(lists[at], starts[at]);
  return { starts, codes };
}
