// The form of an event. What it cannot show is left as it is, and told.

import { make } from "./dom.js";
import { RULES, read, write } from "./values.js";

const FIRST = ["kind", "when", "where", "actor", "target", "struck", "killed"];
const LABELS = {
  kind: "Kind of incident", when: "Time", where: "Place", actor: "Who acted", target: "Who was targeted",
  struck: "What was struck",
};
const KNOWN = { id: "known", name: "when the report became known", type: "time", choices: [] };
const PLACE_KEYS = [
  ["name", "name"], ["admin1", "first-level unit"], ["admin2", "second-level unit"], ["country", "country code"],
  ["lat", "latitude"], ["lon", "longitude"], ["within_km", "within km"],
];

/** The form: `changed` is told of every new event. */
export class EventForm {
  constructor(parent, changed) {
    this.parent = parent;
    this.changed = changed;
    this.event = {};
    this.fields = [];
    this.open = false;
  }

  /** Take the fields that a rulebook has. */
  choose(fields) {
    const told = JSON.stringify(fields);
    if (told === this.told) return;
    this.told = told;
    this.fields = [...fields, KNOWN];
    this.build();
  }

  /** Show an event, or that the text of it is none. */
  show(event) {
    if (event !== null && this.event !== null && JSON.stringify(event) === JSON.stringify(this.event)) return;
    this.event = event;
    this.build();
  }

  set(key, value) {
    const event = { ...this.event };
    if (value === undefined) delete event[key];
    else event[key] = value;
    this.event = event;
    this.changed(event);
  }

  build() {
    if (this.event === null) {
      this.parent.replaceChildren(make("p", { class: "note", text: "The JSON is no event yet: mend it there, and the form follows." }));
      return;
    }
    const rank = (field) => (FIRST.includes(field.id) ? FIRST.indexOf(field.id) : FIRST.length);
    const main = this.fields.filter((field) => FIRST.includes(field.id)).sort((a, b) => rank(a) - rank(b));
    const more = this.fields.filter((field) => !FIRST.includes(field.id));
    const given = more.filter((field) => this.event[field.id] !== undefined && this.event[field.id] !== null);
    const details = make(
      "details",
      { class: "more", ontoggle: (event) => (this.open = event.target.open) },
      make("summary", { text: given.length ? `More of what is reported (${given.length} given)` : "More of what may be reported" }),
      make("div", { class: "fields" }, ...more.map((field) => this.field(field))),
    );
    details.open = this.open || given.length > 0;
    this.parent.replaceChildren(
      make("div", { class: "fields" }, this.name(), ...main.map((field) => this.field(field))),
      details,
      this.rest(),
    );
  }

  name() {
    const typed = (event) => this.set("id", event.target.value);
    const value = typeof this.event.id === "string" ? this.event.id : JSON.stringify(this.event.id ?? "");
    return make("div", { class: "field" },
      make("label", { for: "field-id", text: "Id" }),
      make("input", { id: "field-id", value, oninput: typed, spellcheck: "false" }));
  }

  /** What is in the event besides fields. */
  rest() {
    const shown = new Set(["id", ...this.fields.map((field) => field.id)]);
    const others = Object.keys(this.event).filter((key) => !shown.has(key) && this.event[key] !== null);
    if (!others.length) {
      return make("p", { class: "note", text: "Rival accounts and parts are written in the JSON view." });
    }
    const told = others.map((key) => (Array.isArray(this.event[key]) ? `${key} (${this.event[key].length})` : key));
    return make("p", { class: "note" }, "Also in this event, to be changed in the JSON view: ", make("strong", { text: told.join(", ") }), ".");
  }

  field(field) {
    const label = LABELS[field.id] ?? field.name.charAt(0).toUpperCase() + field.name.slice(1);
    const place = make("div", { class: `field type-${field.type}`, role: "group", "aria-label": label });
    const model = read(field, this.event[field.id]);
    if (!model) {
      place.append(
        make("div", { class: "head" }, make("span", { class: "label", text: label })),
        make("code", { class: "as-json", text: JSON.stringify(this.event[field.id]) }),
        make("span", { class: "note", text: "to be changed in the JSON view" }),
      );
      return place;
    }
    this.controls(place, field, label, model);
    return place;
  }

  controls(place, field, label, model) {
    const store = () => this.set(field.id, write(field, model));
    const again = (focus) => {
      place.replaceChildren();
      this.controls(place, field, label, model);
      place.querySelector(focus)?.focus();
    };
    const how = make("select", {
      class: "how", "aria-label": `${label}: how it is known`,
      onchange: (event) => {
        model.how = event.target.value;
        store();
        again(".how");
      },
    }, ...RULES(field).map(([key, text]) => make("option", { value: key, text, selected: key === model.how })));
    place.append(make("div", { class: "head" }, make("span", { class: "label", text: label }), how));
    if (model.how === "unknown") return;
    place.append(...this.inputs(field, label, model, store, again));
  }

  inputs(field, label, model, store, again) {
    if (field.type === "place") return [placed(field, label, model, store)];
    if (field.type === "count" || field.type === "number") return [ranged(label, model, store)];
    if (field.type === "flag") return [flagged(label, model, store)];
    return model.how === "is" ? single(field, label, model, store) : several(field, label, model, store, again);
  }
}

function options(field) {
  return make("datalist", { id: `choices-${field.id}` }, ...field.choices.map(([key, name]) => make("option", { value: key, label: name === key ? undefined : name, text: name })));
}

function called(field, key) {
  const found = field.choices.find(([id]) => id === key);
  return found && found[1] !== key ? found[1] : "";
}

function input(field, label, attributes) {
  return make("input", { "aria-label": label, list: field.choices.length ? `choices-${field.id}` : undefined, spellcheck: "false", autocomplete: "off", ...attributes });
}

function single(field, label, model, store) {
  const told = make("span", { class: "called", text: called(field, model.values[0]) });
  const typed = (event) => {
    model.values = event.target.value ? [event.target.value] : [];
    told.textContent = called(field, event.target.value);
    store();
  };
  const hint = field.type === "time" ? "a date, a time, or two with a slash" : "not reported";
  return [input(field, label, { value: model.values[0] ?? "", placeholder: hint, oninput: typed }), told, options(field)];
}

function several(field, label, model, store, again) {
  const chips = model.values.map((value, number) => make("li", {},
    make("span", { text: called(field, value) || value }),
    make("button", {
      type: "button", "aria-label": `Remove ${called(field, value) || value}`, text: "×",
      onclick: () => {
        model.values.splice(number, 1);
        store();
        again("input");
      },
    })));
  const add = (event) => {
    const value = event.target.value.trim();
    event.target.value = "";
    if (!value || model.values.includes(value)) return;
    model.values.push(value);
    store();
    again("input");
  };
  const entered = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add(event);
    }
  };
  return [
    make("ul", { class: "chips", "aria-label": `${label}: chosen` }, ...chips),
    input(field, `${label}: add`, { placeholder: "add one", onchange: add, onkeydown: entered }),
    options(field),
  ];
}

function placed(field, label, model, store) {
  const inputs = PLACE_KEYS.map(([key, name]) => make("label", { class: key === "name" ? "wide" : "" }, make("span", { text: name }),
    input(key === "name" ? field : { choices: [] }, `${label}: ${name}`, {
      value: model.place[key] ?? "",
      inputmode: ["lat", "lon", "within_km"].includes(key) ? "decimal" : undefined,
      oninput: (event) => {
        model.place[key] = event.target.value;
        store();
      },
    })));
  return make("div", { class: "place" }, ...inputs, options(field));
}

function ranged(label, model, store) {
  const end = (key, name) => make("label", {}, make("span", { text: name }), make("input", {
    "aria-label": `${label}: ${name}`, inputmode: "numeric", value: model[key],
    oninput: (event) => {
      model[key] = event.target.value.trim();
      store();
    },
  }));
  return make("div", { class: "range" }, end("low", "at least"), end("high", "at most"));
}

function flagged(label, model, store) {
  const choose = (event) => {
    model.values = event.target.value ? [event.target.value] : [];
    store();
  };
  return make("select", { "aria-label": label, onchange: choose },
    ...[["", "not reported"], ["yes", "yes"], ["no", "no"]].map(([key, text]) => make("option", { value: key, text, selected: (model.values[0] ?? "") === key })));
}
