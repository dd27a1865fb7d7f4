// The editor of rule files: problems, suggestions and explanations come from the server.

import {
  Annotation, EditorState, EditorView, HighlightStyle, autocompletion, bracketMatching, completionKeymap,
  defaultKeymap, drawSelection, highlightActiveLine, highlightActiveLineGutter,
  highlightSelectionMatches, highlightSpecialChars, history, historyKeymap, hoverTooltip,
  indentOnInput, indentUnit, json, keymap, lineNumbers, lintGutter, lintKeymap, search,
  searchKeymap, setDiagnostics, syntaxHighlighting, tags, yaml,
} from "./codemirror.min.js";
import { ask } from "./client.js";
import { make } from "./dom.js";
import { markdown } from "./markdown.js";

const STYLE = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.content], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-atom)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--code-sign)" },
]);

const SILENT = Annotation.define();

const TRIGGERS = /[\w.:\s[{,-]$/;

const ICONS = {
  Class: "class", Module: "namespace", Reference: "text", Variable: "variable",
  EnumMember: "enum", Interface: "interface", Field: "property", Property: "property",
};

/** What every editor of the page has. */
function common(label) {
  const nonce = document.querySelector("meta[name=style-nonce]").content;
  return [
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    EditorView.lineWrapping,
    highlightSpecialChars(),
    history(),
    drawSelection(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of("  "),
    syntaxHighlighting(STYLE),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
  ];
}

/** An editor of JSON; `changed` is told of what is typed. */
export function jsonEditor(parent, changed) {
  const told = EditorView.updateListener.of((update) => {
    if (update.docChanged && !update.transactions.some((item) => item.annotation(SILENT))) {
      changed(update.state.doc.toString());
    }
  });
  const view = new EditorView({
    parent,
    extensions: [...common("The event as JSON"), json(), keymap.of([...defaultKeymap, ...historyKeymap]), told],
  });
  return {
    show(text) {
      if (view.state.doc.toString() === text) return;
      const all = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes: all, annotations: SILENT.of(true) });
    },
  };
}

/** The editor of the rule files. */
export class RuleEditor {
  constructor(parent, files, { changed, save }) {
    this.files = files;
    this.number = 0;
    this.changed = changed;
    this.save = save;
    this.states = files.map((file, number) => this.state(file, number));
    this.marks = files.map(() => []);
    this.view = new EditorView({ parent, state: this.states[0] });
  }

  state(file, number) {
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) this.changed();
    });
    const saving = { key: "Mod-s", preventDefault: true, run: () => (this.save(), true) };
    return EditorState.create({
      doc: file.text,
      extensions: [
        ...common(`Rule file ${file.name}`),
        yaml(),
        search({ top: true }),
        highlightSelectionMatches(),
        lintGutter(),
        autocompletion({ override: [(context) => this.suggestions(context, number)], icons: true }),
        hoverTooltip((view, at) => this.explained(view, at, number), { hoverTime: 350 }),
        keymap.of([saving, ...completionKeymap, ...searchKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        told,
      ],
    });
  }

  /** The texts of all files. */
  get texts() {
    this.states[this.number] = this.view.state;
    return this.states.map((state) => state.doc.toString());
  }

  /** Show a file, perhaps at a place in it. */
  open(number, place) {
    if (number !== this.number) {
      this.states[this.number] = this.view.state;
      this.number = number;
      this.view.setState(this.states[number]);
      this.view.dispatch(setDiagnostics(this.view.state, this.diagnostics(number)));
    }
    if (place) {
      const at = offset(this.view.state.doc, place);
      this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      this.view.focus();
    }
  }

  /** Show the problems of all files. */
  mark(marks) {
    this.marks = marks;
    this.view.dispatch(setDiagnostics(this.view.state, this.diagnostics(this.number)));
  }

  diagnostics(number) {
    const doc = this.view.state.doc;
    return (this.marks[number] ?? []).map((mark) => ({
      from: offset(doc, mark.from),
      to: Math.max(offset(doc, mark.to), offset(doc, mark.from)),
      severity: mark.severity,
      message: mark.message,
      renderMessage: () => make("span", {}, ...mark.message.split("\n").map((line) => make("span", { class: "told", text: line })), make("code", { text: mark.code })),
    }));
  }

  question(doc, at, number) {
    const line = doc.lineAt(at);
    return { texts: this.texts, file: number, line: line.number - 1, character: at - line.from };
  }

  async suggestions(context, number) {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (!context.explicit && before && !TRIGGERS.test(before)) return null;
    const found = await ask("complete", this.question(context.state.doc, context.pos, number));
    if (context.aborted || !found.items?.length) return null;
    const from = Math.min(...found.items.map((item) => offset(context.state.doc, item.from)));
    const typed = context.state.sliceDoc(from, context.pos).trim().toLowerCase();
    if (!typed && !context.explicit && !/[:[{,]\s*$/.test(before)) return null;
    const fitting = found.items.filter((item) => (item.filter ?? item.label).toLowerCase().includes(typed));
    const options = fitting.map((item, rank) => ({
      label: item.label,
      detail: item.detail,
      type: ICONS[item.kind] ?? "text",
      boost: (item.label.toLowerCase().startsWith(typed) ? 50 : 0) - Math.min(rank, 40),
      apply: (view, _, __, to) => {
        const begin = offset(view.state.doc, item.from);
        const end = Math.max(offset(view.state.doc, item.to), to);
        view.dispatch({ changes: { from: begin, to: end, insert: item.text }, selection: { anchor: begin + item.text.length } });
      },
    }));
    return options.length ? { from, options, filter: false } : null;
  }

  async explained(view, at, number) {
    const found = await ask("hover", this.question(view.state.doc, at, number));
    if (!found.told) return null;
    const doc = view.state.doc;
    const create = () => ({ dom: make("div", { class: "explained" }, ...markdown(found.told)) });
    return { pos: offset(doc, found.from), end: offset(doc, found.to), create };
  }
}

/** The offset of a line and code unit, both counted from 0, or the nearest there is. */
function offset(doc, [line, character]) {
  const found = doc.line(Math.min(line + 1, doc.lines));
  return Math.min(found.from + character, found.to);
}
