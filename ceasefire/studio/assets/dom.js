// Elements of the page. Texts are only ever set as texts, never as mark-up.

/** The element with an id. */
export function byId(id) {
  return document.getElementById(id);
}

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
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Replace what is in an element, but only where it changed, so that focus stays. */
export function fill(element, key, build) {
  const told = JSON.stringify(key);
  if (element.dataset.shows === told) return false;
  element.dataset.shows = told;
  element.replaceChildren(...[build()].flat());
  return true;
}

/** Let the arrow keys go from tab to tab, as readers of screens expect. */
export function arrows(list) {
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    if (!(event.key in steps)) return;
    const tabs = [...list.querySelectorAll("[role=tab]:not([hidden])")];
    const next = tabs[(tabs.indexOf(document.activeElement) + steps[event.key] + tabs.length) % tabs.length];
    next.focus();
    next.click();
    event.preventDefault();
  });
}

/** Call a function once nothing has happened for a while. */
export function later(milliseconds, action) {
  let waiting;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => action(...values), milliseconds);
  };
}
