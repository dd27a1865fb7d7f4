// The finding: verdict, readings, explanation and sources.

import { byId, fill, make } from "./dom.js";

const EVIDENCE = { known: "from general knowledge, not re-read", unsure: "not sure" };

/** A verdict as a badge; none where there is nothing to classify. */
export function badge(verdict, more = "") {
  return make("span", { class: `badge ${verdict || "none"} ${more}`, text: verdict || "nothing to classify" });
}

/** The finding, or why there is none. */
export function showFinding(answer) {
  const finding = answer.finding;
  byId("copy").disabled = !finding;
  byId("finding").classList.toggle("stale", !finding);
  if (!finding) {
    const why = answer.refused ?? (answer.book ? (answer.as_of ? "The date cannot be read." : "The event cannot be decided yet.") : "The rule file has problems: there is a finding once they are mended.");
    fill(byId("verdict"), why, () => make("p", { class: "waiting", text: why }));
    return;
  }
  fill(byId("verdict"), finding, () => summary(finding));
  fill(byId("explanation"), [finding.sections, finding.sources], () => [
    ...finding.sections.map(section),
    finding.sources.length ? sources(finding.sources) : "",
  ].filter(Boolean));
}

function summary(finding) {
  const possible = finding.possible.length > 1 || finding.verdict === "undetermined";
  return [
    make("p", { class: "headline" }, badge(finding.verdict, "large"), possible ? make("span", { class: "possible" }, "possible: ", ...finding.possible.map((item) => badge(item))) : ""),
    make("p", { class: "settled", text: finding.standing }),
    finding.any_reading ? make("p", { class: "possible" }, "Under any reading: ", ...finding.any_reading.map((item) => badge(item)), finding.any_reading.length ? "" : "nothing either") : "",
    make("p", { class: "because" }, make("strong", { text: "Why: " }), finding.because),
    make("p", { class: "reported", text: finding.reported }),
  ].filter(Boolean);
}

function section(part) {
  const items = nested(part.lines, 0, 0)[0];
  const plain = !part.title;
  return make("section", { class: plain ? "closing" : "" },
    plain ? "" : make("h3", { text: part.title }),
    ...(plain ? part.lines.map(([, text]) => make("p", { text })) : [list(items)]));
}

/** Lines with depths as a tree. */
function nested(lines, start, depth) {
  const items = [];
  let at = start;
  while (at < lines.length && lines[at][0] >= depth) {
    if (lines[at][0] > depth && items.length) {
      [items.at(-1).below, at] = nested(lines, at, lines[at][0]);
    } else {
      items.push({ text: lines[at][1], below: [] });
      at += 1;
    }
  }
  return [items, at];
}

function list(items) {
  return make("ul", {}, ...items.map((item) => make("li", {}, make("span", { text: item.text }), item.below.length ? list(item.below) : "")));
}

function sources(found) {
  return make("section", {}, make("h3", { text: "Texts that are cited" }), make("ul", {}, ...found.map((source) => make("li", {},
    source.url ? make("a", { href: source.url, rel: "noopener noreferrer", target: "_blank", text: source.title }) : make("span", { text: source.title }),
    source.about ? `, ${source.about}` : "",
    EVIDENCE[source.evidence] ? make("span", { class: "quiet", text: ` [${EVIDENCE[source.evidence]}]` }) : "",
  ))));
}

/** The readings, with the verdict under each and what it answers otherwise. */
export function showReadings(readings, chosen, choose) {
  const place = byId("reading-list");
  const focused = place.contains(document.activeElement) ? document.activeElement.value : null;
  fill(place, [readings, chosen], () => readings.map((item) => reading(item, chosen, choose)));
  if (focused !== null) place.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
}

function reading(item, chosen, choose) {
  const radio = make("input", { type: "radio", name: "reading", value: item.id, onchange: () => choose(item.id) });
  radio.checked = item.id === chosen;
  const verdict = item.wrong ? make("span", { class: "quiet", text: item.wrong }) : item.possible ? badge(item.verdict) : "";
  const rest = item.possible?.length > 1 ? make("span", { class: "quiet", text: `possible: ${item.possible.join(", ")}` }) : "";
  const count = item.differs.length;
  return make("div", { class: "reading" },
    make("label", {}, radio, make("span", { class: "name" }, make("strong", { text: item.id }), item.title ? ` ${item.title}` : ""), verdict, rest),
    count ? make("details", {},
      make("summary", { text: count === 1 ? "1 difference to the reading chosen" : `${count} differences to the reading chosen` }),
      make("ul", {}, ...item.differs.map((each) => make("li", {}, `${each.ask} `, make("strong", { text: each.there }), make("span", { class: "quiet", text: ` (chosen: ${each.here})` }))))) : "",
  );
}
