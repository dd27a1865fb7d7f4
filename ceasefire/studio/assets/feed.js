// The feed: its rows with their verdicts, decided anew some hundred at a time.

import { ask } from "./client.js";
import { byId, make } from "./dom.js";
import { badge } from "./finding.js";

const AT_ONCE = 200;
const VERDICTS = ["violating", "covered", "excluded"];
const TITLES = [["when", "Time"], ["kind", "Kind"], ["actor", "Actor"], ["target", "Target"], ["where", "Place"]];

/** The table of a feed; `choose` is told of a row that is chosen. */
export class FeedTable {
  constructor(parent, name, { question, choose }) {
    this.question = question;
    this.choose = choose;
    this.rows = [];
    this.chosen = null;
    this.round = 0;
    this.words = make("input", { type: "search", id: "feed-words", placeholder: "words in a row", oninput: () => this.sift() });
    this.only = make("select", { id: "feed-verdict", onchange: () => this.sift() },
      ...[["", "all"], ...VERDICTS.map((item) => [item, item]), ["undetermined", "undetermined"], ["-", "no verdict"]].map(([value, text]) => make("option", { value, text })));
    this.counts = make("p", { class: "counts", role: "status" });
    this.body = make("tbody");
    this.table = make("table", {}, make("thead", {}, make("tr", {}, ...["Event", "Verdict", ...TITLES.map(([, text]) => text)].map((text) => make("th", { scope: "col", text })))), this.body);
    parent.replaceChildren(
      make("p", { class: "quiet", text: name }),
      make("div", { class: "sieve" },
        make("label", { for: "feed-words", text: "Show rows with" }), this.words,
        make("label", { for: "feed-verdict", text: "verdict" }), this.only),
      this.counts,
      make("div", { class: "scroll", role: "region", "aria-label": "Rows of the feed", tabindex: "0" },
        this.table),
    );
  }

  /** Decide all rows anew; a later call puts an end to an earlier. The row `chosen` is shown to be. */
  async refresh(chosen) {
    const round = ++this.round;
    this.outdated("The rows are being decided…");
    let start = 0;
    let total = 1;
    while (start < total) {
      const found = await ask("rows", { ...this.question(), start, count: AT_ONCE });
      if (round !== this.round) return;
      if (found.refused) {
        this.outdated(found.refused);
        return;
      }
      total = found.total;
      found.rows.forEach((row) => this.put(row));
      start += found.rows.length;
      this.count(start, total, found.more);
    }
    this.rows.splice(total).forEach((row) => row.element.remove());
    this.table.classList.remove("outdated");
    this.mark(chosen);
    this.sift();
  }

  /** Say that the verdicts are not, or not yet, those of the rules as they stand. */
  outdated(why) {
    this.counts.textContent = why;
    this.table.classList.add("outdated");
  }

  put(row) {
    const old = this.rows[row.row];
    const told = JSON.stringify(row);
    if (old?.told === told) return;
    const element = this.element(row);
    if (old) old.element.replaceWith(element);
    else this.body.append(element);
    this.rows[row.row] = { row, told, element, words: Object.values(row).join(" ").toLowerCase() };
  }

  element(row) {
    const name = make("button", { type: "button", text: row.id || `row ${row.row + 1}`, onclick: () => this.pick(row.row) });
    const first = make("th", { scope: "row" }, name);
    if (row.aside || row.wrong) {
      return make("tr", { class: "undecided" }, first, make("td", { colspan: TITLES.length + 1, text: row.aside ?? row.wrong.join("; ") }));
    }
    const cells = TITLES.map(([key]) => make("td", { text: row[key] }));
    const rest = row.possible.length > 1 ? make("span", { class: "quiet", text: ` possible: ${row.possible.join(", ")}` }) : "";
    return make("tr", { class: row.row === this.chosen ? "chosen" : "" }, first, make("td", {}, badge(row.verdict), rest), ...cells);
  }

  pick(number) {
    this.mark(number);
    this.choose(number);
  }

  /** Show which row is chosen, if any. */
  mark(number) {
    this.rows[this.chosen]?.element.classList.remove("chosen");
    this.chosen = number;
    this.rows[number]?.element.classList.add("chosen");
  }

  sift() {
    const words = this.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const only = this.only.value;
    for (const { row, element, words: text } of this.rows) {
      const fits = !only || (only === "-" ? !row.verdict : row.verdict === only);
      element.hidden = !(fits && words.every((word) => text.includes(word)));
    }
  }

  count(done, total, more) {
    const rows = this.rows.map((item) => item.row);
    const told = VERDICTS.map((verdict) => {
      const stated = rows.filter((row) => row.verdict === verdict).length;
      const least = rows.filter((row) => row.sure && row.possible[0] === verdict).length;
      const most = rows.filter((row) => row.possible?.includes(verdict)).length;
      return `${verdict} ${least === stated && stated === most ? stated : `${stated} (${least} to ${most})`}`;
    });
    const open = rows.filter((row) => row.verdict === "undetermined").length;
    const size = more ? `The first ${total} rows` : total === 1 ? "1 row" : `${total} rows`;
    const progress = done < total ? `${done} of ${total} decided; ` : "";
    this.counts.textContent = `${progress}${size}: ${told.join(", ")}, undetermined ${open}. In brackets, where they differ: the least and the most that each may be.`;
  }
}
