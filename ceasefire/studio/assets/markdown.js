// The little Markdown in which words of a rule file are explained, as elements.

import { make } from "./dom.js";

const PIECES = /\*\*((?:\\.|[^*\\])+)\*\*|`([^`]*)`|\\(.)|([^*`\\]+|.)/gs;

/** The paragraphs of a text; all that is not bold or code is shown as it stands. */
export function markdown(text) {
  return text.split("\n\n").map((paragraph) => make("p", {}, ...pieces(paragraph)));
}

function pieces(text) {
  return [...text.matchAll(PIECES)].map(([, bold, code, escaped, plain]) => {
    if (bold !== undefined) return make("strong", { text: bold.replace(/\\(.)/gs, "$1") });
    if (code !== undefined) return make("code", { text: code });
    return escaped ?? plain;
  });
}
