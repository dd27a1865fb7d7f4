// One event in full: what is reported, its finding with citations, and where it is from.

import { addressOf } from "./address.js";
import { filledIn, make } from "./dom.js";

const WEB = /^https?:\/\/\S+$/i;

/** Everything that is told of an event. */
export function detail(events, number, words) {
  const { data } = events;
  const [head, why, ...sections] = data.explanations[events.explanation[number]];
  const sources = events.codes(events.sources, number).map((code) => data.cites[code]);
  return [
    make("p", { class: "head", dir: "auto" }, make("strong", { text: data.texts[head] })),
    make("p", { class: "reported", dir: "auto", text: events.sentence(number) }),
    make("p", { class: "why", dir: "auto", text: data.texts[why] }),
    ...sections.flatMap((code) => section(data, data.sections[code])),
    ...(sources.length ? [make("h3", { text: words.sources }), make("ul", {}, sources.map(source))] : []),
    ...(events.line[number] ? [make("p", { class: "quiet", text: filledIn(words.row, { line: events.line[number] }) })] : []),
    make("p", { class: "closing", text: `${data.provenance} ${data.disclaimer}` }),
    make("p", { class: "buttons" }, copying(words.copy_link, words, () => addressOf(events.named(number))), copying(words.quote, words, () => quote(events, number, words))),
  ];
}

/** A part of an explanation: a title, and a list of lists by how far each line is moved in. */
function section(data, [title, ...pairs]) {
  const lists = [make("ul")];
  const depths = [0];
  for (let at = 0; at < pairs.length; at += 2) {
    const [depth, text] = [pairs[at], data.texts[pairs[at + 1]]];
    while (depths.length > 1 && depth < depths.at(-1)) {
      depths.pop();
      lists.pop();
    }
    if (depth > depths.at(-1) && lists.at(-1).lastElementChild) {
      const inner = make("ul");
      lists.at(-1).lastElementChild.append(inner);
      lists.push(inner);
      depths.push(depth);
    } else if (depths.length === 1) depths[0] = depth;
    lists.at(-1).append(make("li", {}, make("span", { dir: "auto", text })));
  }
  return [make("h3", { text: data.texts[title] }), lists[0]];
}

function source([text, url]) {
  if (!WEB.test(url)) return make("li", { dir: "auto", text });
  return make("li", { dir: "auto" }, make("a", { href: url, rel: "noopener noreferrer", text }));
}

/** A button that copies a text, and says that it did. */
function copying(label, words, text) {
  const said = make("span", { class: "said", role: "status" });
  const button = make("button", {
    type: "button",
    text: label,
    onclick: async () => {
      said.textContent = (await copied(text())) ? words.copied : words.not_copied;
    },
  });
  return make("span", { class: "copying" }, button, said);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = make("textarea", { class: "aside" });
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

/** A finding as a text that can stand by itself. */
function quote(events, number, words) {
  const { data } = events;
  const [head, why, ...sections] = data.explanations[events.explanation[number]];
  const notes = sections.map((code) => data.sections[code]).filter(([title]) => data.texts[title] === data.notes);
  return [
    filledIn(words.event, { id: events.ids[number] }) + `: ${data.texts[head]}`,
    events.sentence(number),
    data.texts[why],
    ...notes.flatMap(([, ...pairs]) => pairs.filter((_, at) => at % 2).map((code) => data.texts[code])),
    data.provenance,
    data.feed,
    data.disclaimer,
  ].join("\n");
}
