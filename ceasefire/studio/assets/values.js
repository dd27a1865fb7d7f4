// What an event says of a field, as a form has it, and back.

const JOINT = new Set(["party", "parties", "categories"]);
const TEXTUAL = new Set(["string", "number", "boolean"]);
const NUMBERS = new Set(["lat", "lon", "within_km"]);
const PLACE = ["name", "country", "admin1", "admin2", "pcode", "lat", "lon", "within_km"];

/** The ways in which something can be stated of a field. */
export function RULES(field) {
  if (["place", "count", "number", "flag"].includes(field.type)) return [["is", "is"], ["unknown", "unknown"]];
  const found = [["is", "is"], ["one_of", "one of"]];
  if (field.type !== "time") found.push(["not", "none of"]);
  if (JOINT.has(field.type)) found.push(["all", "all together"]);
  return [...found, ["unknown", "unknown"]];
}

/** What an event says of a field, or null where a form cannot show it. */
export function read(field, value) {
  const model = { how: "is", values: [], place: {}, low: "", high: "" };
  if (value === undefined || value === null) return model;
  if (value === "unknown") return { ...model, how: "unknown" };
  if (field.type === "place") return readPlace(model, value);
  if (field.type === "count" || field.type === "number") return readRange(model, value);
  if (field.type === "flag") return readFlag(model, value);
  if (TEXTUAL.has(typeof value)) return { ...model, values: [String(value)] };
  if (Array.isArray(value)) return JOINT.has(field.type) ? readList(model, "all", value) : null;
  const keys = Object.keys(value);
  if (keys.length !== 1 || !RULES(field).some(([key]) => key === keys[0])) return null;
  const inner = value[keys[0]];
  return readList(model, keys[0], Array.isArray(inner) ? inner : [inner]);
}

function readList(model, how, values) {
  return values.every((item) => typeof item === "string") ? { ...model, how, values: [...values] } : null;
}

function readPlace(model, value) {
  if (typeof value === "string") return { ...model, place: { name: value }, text: true };
  if (Array.isArray(value) || typeof value !== "object") return null;
  if (!Object.entries(value).every(([key, item]) => PLACE.includes(key) && (item === null || TEXTUAL.has(typeof item)))) return null;
  const stated = Object.entries(value).filter(([, item]) => item !== null);
  return { ...model, place: Object.fromEntries(stated.map(([key, item]) => [key, String(item)])) };
}

function readRange(model, value) {
  const ends = Array.isArray(value) ? value : [value, value];
  if (ends.length !== 2 || !ends.every((item) => item === null || ["number", "string"].includes(typeof item))) return null;
  const [low, high] = ends.map((item) => (item === null ? "" : String(item)));
  return { ...model, low, high };
}

function readFlag(model, value) {
  const known = { true: "yes", yes: "yes", false: "no", no: "no" }[String(value)];
  return known && typeof value !== "object" ? { ...model, values: [known] } : null;
}

/** What the event says then; undefined is nothing. */
export function write(field, model) {
  if (model.how === "unknown") return "unknown";
  if (field.type === "place") return writePlace(model);
  if (field.type === "count" || field.type === "number") return writeRange(model);
  if (field.type === "flag") return model.values.length ? model.values[0] === "yes" : undefined;
  if (!model.values.length) return undefined;
  if (model.how === "is") return model.values[0];
  return model.how === "all" ? [...model.values] : { [model.how]: [...model.values] };
}

function writePlace(model) {
  const stated = Object.entries(model.place).filter(([, text]) => text.trim());
  if (!stated.length) return undefined;
  if (model.text && stated.length === 1 && stated[0][0] === "name") return model.place.name;
  return Object.fromEntries(stated.map(([key, text]) => [key, NUMBERS.has(key) ? number(text) : text]));
}

function writeRange(model) {
  const [low, high] = [model.low, model.high].map((text) => (text === "" ? null : number(text)));
  if (low === null && high === null) return undefined;
  return low === high ? low : [low, high];
}

/** A number, or the text as it is typed where it is none, so that what is wrong can be told. */
function number(text) {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}
