// Puts the parts of the page together once it is there.

import { read, write } from "./address.js";
import { carried, Events } from "./data.js";
import { byId, filledIn, later } from "./dom.js";
import { Atlas } from "./atlas.js";
import { CHOICES, ORDERS, Sieve } from "./sieve.js";
import { Table } from "./table.js";
import { themed } from "./theme.js";

themed(byId("theme"));

const form = byId("sieve");
const data = await carried();
const events = new Events(data);
const sieve = new Sieve(events);
const table = new Table(events, data.words, (number) => {
  open = number;
  show({ keep: true });
  table.focus(number ?? last);
  last = number;
});
const atlas = new Atlas(events, data.words, (number) => {
  go(number);
});

let state = {};
let open = null;
let last = null;

/** Show what is chosen; `keep` stays on the page of the table that is shown. */
function show({ keep = false, quiet = false } = {}) {
  if (!keep) state.page = 1;
  const began = performance.now();
  const chosen = sieve.chosen(state);
  table.show(chosen, (Number.parseInt(state.page, 10) || 1) - 1, open);
  state.page = table.page ? table.page + 1 : undefined;
  if (!keep) atlas.show(chosen);
  document.documentElement.dataset.took = (performance.now() - began).toFixed(1);
  heads();
  byId("clear").disabled = !CHOSEN.some((name) => state[name]);
  if (!quiet) write(state, open === null ? null : events.named(open));
}

const CHOSEN = [...CHOICES, "text", "from", "until", "settled", "possible"];

/** Say at the heads of the table how it is sorted. */
function heads() {
  for (const button of document.querySelectorAll("thead button")) {
    const sorted = button.value === state.sort;
    const head = button.closest("th");
    if (sorted) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  byId("sort").value = state.sort ? `${state.sort}${state.descending ? "-" : ""}` : "";
}

function fromForm() {
  for (const field of form.elements) if (CHOSEN.includes(field.name)) state[field.name] = field.value || undefined;
}

function toForm() {
  for (const field of form.elements) {
    if (!CHOSEN.includes(field.name)) continue;
    field.value = state[field.name] || "";
    // What an address asks for and nothing of this report has, is not asked for.
    if (state[field.name] && field.value !== state[field.name]) state[field.name] = undefined;
  }
}

/** Open an event and bring it into view, whatever was chosen. */
function go(number) {
  if (!sieve.chosen(state).includes(number)) {
    state = {};
    toForm();
  }
  open = last = number;
  show({ keep: true });
  atlas.show(table.chosen);
  table.focus(number);
  byId("full").closest("tr").previousElementSibling.scrollIntoView({ block: "start" });
}

function follow() {
  const asked = read();
  const { target } = asked;
  if (asked.event === null && target !== "events" && started) return;
  started = true;
  state = asked.state;
  if (!ORDERS.includes(state.sort)) state.sort = undefined;
  toForm();
  open = null;
  const number = asked.event === null ? undefined : events.find(asked.event);
  const page = state.page;
  show({ quiet: true });
  if (number !== undefined) go(number);
  else if (page) {
    state.page = page;
    show({ keep: true, quiet: true });
  }
  if (asked.event !== null && number === undefined) byId("matches").textContent = filledIn(data.words.no_event, { id: asked.event.id });
  if (target === "events" && Object.values(state).some(Boolean)) byId("events").scrollIntoView();
}
let started = false;

const soon = later(120, () => {
  fromForm();
  open = null;
  show();
});
form.addEventListener("input", (event) => {
  if (event.target.name === "text") soon();
  else if (CHOSEN.includes(event.target.name)) {
    fromForm();
    open = null;
    show();
  }
});
form.addEventListener("submit", (event) => event.preventDefault());
byId("clear").addEventListener("click", () => {
  state = { sort: state.sort, descending: state.descending };
  toForm();
  open = null;
  show();
  form.elements.text.focus();
});
byId("sort").addEventListener("change", ({ target }) => {
  state.sort = target.value.replace(/-$/, "") || undefined;
  state.descending = target.value.endsWith("-") ? 1 : undefined;
  show();
});
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => {
    const again = state.sort === button.value;
    state.descending = again && !state.descending ? 1 : undefined;
    state.sort = button.value;
    show();
  });
}
for (const button of document.querySelectorAll(".pager button")) {
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    state.page = table.page + 1 + Number(button.value);
    open = null;
    show({ keep: true });
    byId("events").scrollIntoView();
    byId("events-title").focus({ preventScroll: true });
  });
}
byId("rows").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || open === null) return;
  const number = open;
  open = null;
  show({ keep: true });
  table.focus(number);
});
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    part.open = true;
    part.dataset.closed = "";
  }
  table.printing();
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("details[data-closed]")) {
    part.open = false;
    delete part.dataset.closed;
  }
  table.printed();
});
// From here on there is something to press, which without scripts is not shown.
document.documentElement.dataset.ready = "";
follow();
// What the first search and the first sorting need is made while nothing else is to be done.
const idly = globalThis.requestIdleCallback ?? setTimeout;
idly(() => sieve.fold());
idly(() => sieve.ordered("id"));
