// Which events are wanted, and in which order: no event is looked at as a text twice.

/** What can be chosen from a list, by the name in the address. */
export const CHOICES = ["verdict", "kind", "party", "place", "verification"];

export const ORDERS = ["id", "day", "kind", "actor", "target", "place", "verdict"];

/** Chooses and sorts events. */
export class Sieve {
  constructor(events) {
    this.events = events;
    this.orders = new Map();
    this.kept = new Int32Array(events.count);
  }

  /** The numbers of the events that are wanted, in order; the array is used again. */
  chosen(state) {
    const { events, kept } = this;
    const tests = [...this.tests(state)];
    const order = this.ordered(state.sort || "number");
    let size = 0;
    each: for (let at = 0; at < order.length; at += 1) {
      const number = order[state.descending ? order.length - 1 - at : at];
      for (const test of tests) if (!test(number)) continue each;
      kept[size] = number;
      size += 1;
    }
    return kept.subarray(0, size);
  }

  *tests(state) {
    const { events } = this;
    const { first, last, place, verdict, settled, possible } = events;
    if (state.verdict) {
      const code = events.data.verdicts.findIndex((each) => each.key === state.verdict);
      yield (number) => verdict[number] === code;
    }
    if (state.possible) {
      const bit = 1 << events.data.verdicts.findIndex((each) => each.key === state.possible);
      yield (number) => (possible[number] & bit) !== 0;
    }
    if (state.settled) {
      const wanted = state.settled === "yes" ? 1 : 0;
      yield (number) => settled[number] === wanted;
    }
    if (state.from) {
      const from = events.offset(state.from);
      yield (number) => last[number] >= from;
    }
    if (state.until) {
      const until = events.offset(state.until);
      yield (number) => first[number] >= 0 && first[number] <= until;
    }
    if (state.place) {
      const code = events.data.lists.place.indexOf(state.place);
      yield (number) => place[number] === code;
    }
    for (const name of ["kind", "verification"]) if (state[name]) yield this.holding(name, state[name]);
    if (state.party) {
      const [actor, target] = ["actor", "target"].map((name) => this.holding(name, state.party));
      yield (number) => actor(number) || target(number);
    }
    for (const word of folded(state.text || "").split(/\s+/).filter(Boolean)) yield this.telling(word);
  }

  /** A test whether a column has a name, alone or among others. */
  holding(column, name) {
    const { data } = this.events;
    const code = data.lists[column].indexOf(name);
    const sets = Uint8Array.from(data.sets[column], (set) => set.includes(code));
    const codes = this.events[column];
    return (number) => sets[codes[number]] === 1;
  }

  /** Fold the texts, of which each is folded once. */
  fold() {
    const { data, ids } = this.events;
    this.texts ??= data.texts.map(folded);
    this.ids ??= ids.map(folded);
    this.cites ??= data.cites.map(([text, url]) => folded(url === text ? text : `${text} ${url}`));
  }

  /** A test whether what is reported of an event has a word; explanations cite texts that most have in common. */
  telling(word) {
    const { events } = this;
    this.fold();
    const has = Uint8Array.from(this.texts, (text) => text.includes(word));
    const cited = Uint8Array.from(this.cites, (text) => text.includes(word));
    const sets = ["kind", "actor", "target"].map((column) => {
      const named = events.data.lists[column].map((name) => folded(name).includes(word));
      return [events[column], Uint8Array.from(events.data.sets[column], (set) => set.some((code) => named[code]))];
    });
    const places = Uint8Array.from(events.data.lists.place, (name) => folded(name).includes(word));
    return (number) =>
      this.ids[number].includes(word) ||
      places[events.place[number]] === 1 ||
      sets.some(([codes, found]) => found[codes[number]] === 1) ||
      any(events.reported, number, has) ||
      any(events.said, number, has) ||
      any(events.sources, number, cited);
  }

  /** All events in an order; the same keys keep the order of the feed. */
  ordered(name) {
    if (!this.orders.has(name)) this.orders.set(name, counted(this.key(name)));
    return this.orders.get(name);
  }

  /** For each event a small number that says where it stands in an order. */
  key(name) {
    const { events } = this;
    const { lists, sets } = events.data;
    if (name === "number") return Int32Array.from(events.ids, (_, number) => number);
    if (name === "id") return ranked(events.ids, (id) => id);
    if (name === "day") {
      const latest = events.first.reduce((one, other) => Math.max(one, other), 0);
      return events.first.map((day) => (day < 0 ? latest + 1 : day));
    }
    if (name === "verdict") return events.verdict;
    if (name === "place") return through(events.place, ranked(lists.place, (place) => place));
    const ranks = ranked(sets[name], (set) => set.map((code) => lists[name][code]).join(", "));
    return through(events[name], ranks);
  }
}

function any({ starts, codes }, number, has) {
  for (let at = starts[number]; at < starts[number + 1]; at += 1) if (has[codes[at]]) return true;
  return false;
}

const through = (codes, ranks) => codes.map((code) => ranks[code]);

/** For each item its rank among all, by the words of readers. */
function ranked(items, text) {
  const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
  const told = items.map(text);
  const order = told.map((_, at) => at).sort((one, other) => collator.compare(told[one], told[other]));
  const ranks = new Int32Array(items.length);
  order.forEach((at, rank) => {
    ranks[at] = rank && told[order[rank - 1]] === told[at] ? ranks[order[rank - 1]] : rank;
  });
  return ranks;
}

/** The numbers of events sorted by their keys, which are small: counted, not compared. */
function counted(keys) {
  const most = keys.reduce((one, other) => Math.max(one, other), 0);
  const starts = new Int32Array(most + 2);
  for (const key of keys) starts[key + 1] += 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] += starts[at - 1];
  const order = new Int32Array(keys.length);
  for (let number = 0; number < keys.length; number += 1) {
    order[starts[keys[number]]] = number;
    starts[keys[number]] += 1;
  }
  return order;
}

/** A text without capitals and marks, so that "Raqqa" finds "raqqâ". */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
