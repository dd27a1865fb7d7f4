// The page as a whole: what is typed on one side is told on the other.

import { Latest, alarm, ask, begin } from "./client.js";
import { arrows, byId, fill, later, make } from "./dom.js";
import { RuleEditor, jsonEditor } from "./editor.js";
import { FeedTable } from "./feed.js";
import { showFinding, showReadings } from "./finding.js";
import { EventForm } from "./form.js";
import { Timeline } from "./timeline.js";

const TYPING = 120;
const FEED_REST = 700;
const REST = 1500;
const TABS = ["form", "json", "feed"];

const start = await begin();
const saved = start.files.map((file) => file.text);
const state = { event: "", row: null, reading: "", finding: null, remarks: null, errors: [], sound: false };
let examining = null;

// --- what is asked ---

function setting() {
  return { texts: editor.texts, reading: state.reading, as_of: byId("as-of").value.trim() };
}

function question() {
  const about = state.row === null ? { event: state.event } : { row: state.row };
  return { ...setting(), ...about };
}

const looking = new Latest(async () => {
  const asked = { ...question(), any_reading: byId("any").checked };
  const answer = await ask("look", asked);
  if (answer.refused) {
    if (answer.status) alarm(answer.refused);
    showFinding(answer);
    return;
  }
  alarm("");
  state.errors = answer.marks;
  showMarks();
  taken(answer, asked.reading);
  picturing.run();
});

/** Show an answer to what was asked under a reading. */
function taken(answer, asked) {
  state.sound = Boolean(answer.book) && !answer.as_of;
  if (answer.book) named(answer);
  if (answer.suggested) {
    setEvent(JSON.stringify(answer.suggested, null, 2));
    looking.run();
    return;
  }
  if (answer.event && state.row !== null) {
    byId("row-note").textContent = `row ${state.row + 1} of the feed`;
    showEvent(JSON.stringify(answer.event, null, 2));
  }
  fill(byId("wrong"), answer.wrong ?? [], () => (answer.wrong ?? []).map((item) => make("p", {}, item.message, item.hint ? make("span", { class: "quiet", text: ` (${item.hint})` }) : "")));
  byId("as-of-note").textContent = answer.as_of ?? "";
  if (answer.finding) {
    state.finding = answer.finding.text;
    // What was chosen while this was worked out stands, and is asked for next.
    if (state.reading === asked) state.reading = answer.reading;
    showReadings(answer.readings, state.reading, (reading) => {
      state.reading = reading;
      looking.run();
      refreshFeed();
    });
  }
  showFinding(answer);
}

function named(answer) {
  const book = answer.book;
  byId("book-title").textContent = book.title;
  document.title = `${book.title} · ceasefire studio`;
  form.choose(book.fields);
  fill(byId("announced"), book.announced, () => book.announced.map((value) => make("option", { value })));
}

const picturing = new Latest(async () => {
  if (!state.sound) return;
  const answer = await ask("timeline", { ...question(), view: timeline.view });
  if (!answer.refused) timeline.show(answer);
});

const look = later(TYPING, () => looking.run());

/** Decide the rows of the feed anew, where they can be seen. */
async function decideRows() {
  if (!feed || byId("feed").hidden) return;
  if (state.sound) await feed.refresh(state.row);
  else feed.outdated("Rows are decided once the rule file has no problems and the date can be read.");
}

const refreshFeed = later(FEED_REST, decideRows);

/** Find out what is odd about the rules, once nobody types any more. */
const examine = later(REST, async () => {
  if (!state.sound) return;
  examining = new AbortController();
  const { texts } = setting();
  try {
    const answer = await ask("examine", { texts }, examining.signal);
    if (answer.marks && JSON.stringify(texts) === JSON.stringify(editor.texts)) {
      state.remarks = answer.marks;
      showMarks();
    }
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
});

// --- the rule files ---

function changedRules() {
  examining?.abort();
  state.remarks = null;
  showSaved();
  look();
  refreshFeed();
  examine();
}

function showMarks() {
  const marks = start.files.map((_, number) => [...(state.errors[number] ?? []), ...(state.remarks?.[number] ?? [])]);
  editor.mark(marks);
  for (const [number, tab] of [...byId("files").children].entries()) {
    tab.classList.toggle("faulty", Boolean(state.errors[number]?.length));
  }
  const errors = state.errors.flat().length;
  const odd = state.remarks?.flat().length ?? 0;
  const counted = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const told = errors ? counted(errors, "problem") : "no problems";
  byId("state").textContent = errors || state.remarks === null ? told : `${told}, ${odd ? counted(odd, "remark") : "nothing odd"}`;
  byId("state").className = errors ? "bad" : "quiet";
  const listed = marks.flatMap((each, number) => each.map((mark) => [number, mark])).slice(0, 200);
  byId("problems").hidden = !listed.length;
  fill(byId("problems"), listed, () => make("ul", {}, ...listed.map(([number, mark]) => problem(number, mark))));
}

function problem(number, mark) {
  const [message, hint] = mark.message.split("\n");
  const file = start.files.length > 1 ? `${start.files[number].name}, ` : "";
  const place = `${file}line ${mark.from[0] + 1}`;
  return make("li", { class: mark.severity },
    make("button", { type: "button", onclick: () => openFile(number, mark.from) },
      make("span", { class: "place", text: place }), ` ${message}`, hint ? make("span", { class: "quiet", text: ` (${hint})` }) : ""));
}

function openFile(number, place) {
  editor.open(number, place);
  for (const [each, tab] of [...byId("files").children].entries()) {
    tab.setAttribute("aria-selected", String(each === number));
    tab.tabIndex = each === number ? 0 : -1;
  }
  showSaved();
}

function dirty(number) {
  return editor.texts[number] !== saved[number];
}

function showSaved() {
  const number = editor.number;
  byId("save").disabled = !start.files[number].saved || !dirty(number);
  byId("save").title = start.files[number].saved ? "" : start.note;
  for (const [each, tab] of [...byId("files").children].entries()) tab.classList.toggle("dirty", dirty(each));
}

async function save() {
  const number = editor.number;
  if (!start.files[number].saved) return alarm(start.note);
  const text = editor.texts[number];
  let answer = await ask("save", { file: number, text });
  if (answer.status === 409 && confirm(`${answer.refused}. Write over it?`)) {
    answer = await ask("save", { file: number, text, over: true });
  }
  if (answer.saved) {
    saved[number] = text;
    briefly(byId("save"), "Saved");
  }
  alarm(answer.refused ?? "");
  return showSaved();
}

/** Say on a button, for a moment, that it was done. */
function briefly(button, text) {
  button.dataset.text ??= button.textContent;
  button.textContent = text;
  setTimeout(() => (button.textContent = button.dataset.text), 2000);
}

function download() {
  const address = URL.createObjectURL(new Blob([editor.texts[editor.number]], { type: "application/yaml" }));
  make("a", { href: address, download: start.files[editor.number].name }).click();
  URL.revokeObjectURL(address);
}

// --- the event ---

function parsed(text) {
  try {
    const found = JSON.parse(text);
    return found && typeof found === "object" && !Array.isArray(found) ? found : null;
  } catch {
    return null;
  }
}

/** Take another event, as text. */
function setEvent(text) {
  state.row = null;
  byId("row-note").textContent = "";
  feed?.mark(null);
  showEvent(text);
}

function showEvent(text) {
  state.event = text;
  form.show(parsed(text));
  jsonView.show(text);
}

function chooseTab(name) {
  for (const each of TABS) {
    const tab = byId(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
    byId(each).hidden = each !== name;
  }
  document.querySelector("main").classList.toggle("with-feed", name === "feed");
  if (name === "feed") decideRows();
}

const editor = new RuleEditor(byId("editor"), start.files, { changed: changedRules, save });
const form = new EventForm(byId("form"), (event) => {
  setEvent(JSON.stringify(event, null, 2));
  look();
});
const jsonView = jsonEditor(byId("json"), (text) => {
  setEvent(text);
  look();
});
const timeline = new Timeline(() => picturing.run());
const feed = start.feed === null ? null : new FeedTable(byId("feed"), start.feed, {
  question: setting,
  choose: (number) => {
    state.row = number;
    looking.run();
  },
});

// --- the beginning ---

byId("disclaimer").textContent = start.disclaimer;
byId("about").textContent = `${start.label}, ceasefire ${start.version}. Everything on this page stays on this machine.${start.note ? ` ${start.note.charAt(0).toUpperCase()}${start.note.slice(1)}.` : ""}`;
if (start.files.length > 1) {
  byId("files").hidden = false;
  byId("files").replaceChildren(...start.files.map((file, number) => make("button", { type: "button", role: "tab", "aria-controls": "editor", text: file.name, onclick: () => openFile(number) })));
}
for (const list of document.querySelectorAll("[role=tablist]")) arrows(list);
for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => chooseTab(name));
byId("tab-feed").hidden = !feed;
byId("save").addEventListener("click", save);
byId("download").addEventListener("click", download);
byId("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(state.finding);
  briefly(byId("copy"), "Copied");
});
byId("any").addEventListener("change", () => looking.run());
byId("as-of").addEventListener("input", () => {
  look();
  refreshFeed();
});
byId("now").addEventListener("click", () => {
  byId("as-of").value = "";
  looking.run();
  refreshFeed();
});
byId("switches").addEventListener("submit", (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if (start.files.some((_, number) => dirty(number))) event.preventDefault();
});

openFile(Math.max(start.files.findIndex((file) => /^instruments:/m.test(file.text)), 0));
if (start.event && !feed) setEvent(JSON.stringify(start.event, null, 2));
if (feed) state.row = 0;
await looking.run();
if (feed) chooseTab("feed");
examine();
