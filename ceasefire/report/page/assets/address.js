// What is chosen stands in the address, so that a link shows the same.

const NAMES = ["text", "from", "until", "party", "place", "kind", "verification", "verdict", "possible", "settled", "sort", "descending", "page"];

/** Read what the address says: choices, and which event or place of the page is meant. */
export function read() {
  const [target, query] = split(location.hash.slice(1));
  const asked = new URLSearchParams(query);
  const state = {};
  for (const name of NAMES) if (asked.get(name)) state[name] = asked.get(name);
  const id = target.startsWith("event-") ? decoded(target.slice("event-".length)) : null;
  const event = id === null ? null : { id, number: Number(asked.get("number")) };
  return { state, event, target };
}

/** Say in the address what is chosen, and which event is open. */
export function write(state, event) {
  const asked = new URLSearchParams(event?.number ? { number: event.number } : {});
  for (const name of NAMES) if (state[name]) asked.set(name, String(state[name]));
  const query = asked.toString();
  const target = event === null ? "events" : `event-${encodeURIComponent(event.id)}`;
  const hash = `#${target}${query ? `?${query}` : ""}`;
  if (hash !== location.hash && (query || event !== null || location.hash)) history.replaceState(null, "", hash);
}

/** The address that opens an event, whatever else is chosen. */
export function addressOf({ id, number }) {
  const which = number ? `?number=${number}` : "";
  return `${location.href.split("#")[0]}#event-${encodeURIComponent(id)}${which}`;
}

function split(hash) {
  const at = hash.indexOf("?");
  return at < 0 ? [hash, ""] : [hash.slice(0, at), hash.slice(at + 1)];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
