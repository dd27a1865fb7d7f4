// Elements of the page. Texts are only ever set as texts, never as mark-up.

export const byId = (id) => document.getElementById(id);

/** Make an element with attributes and children; `on…` attributes are listeners. */
export function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a drawing. */
export function draw(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "text") element.textContent = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const ARABIC = /\p{Script=Arabic}/u;

/** A name in its own direction; what reads aloud is told where it is in Arabic letters. */
export function named(text) {
  return make("bdi", { lang: ARABIC.test(text) ? "ar" : null, text });
}

/** Put values in the place of `{names}` in a text of the page. */
export function filledIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Call a function once nothing has happened for a while. */
export function later(milliseconds, action) {
  let waiting;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => action(...values), milliseconds);
  };
}
