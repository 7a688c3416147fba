import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { keepDraft } from "./draft.js";
import { faultMarks, markFault } from "./faults.js";
import { languageOf } from "./languages.js";
import { look } from "./look.js";
import { wordsOf } from "./words.js";

// Styles that CodeMirror adds carry the nonce of the page's own script, so the policy lets them through.
const nonce = () => document.querySelector("script[nonce]")?.nonce ?? "";

// Tab indents as an editor should, so Escape leads out: WCAG 2.1.2 asks for no trap.
// It stands last: Escape first closes the search panel and drops extra cursors.
const leaveKey = (area) => ({
  key: "Escape",
  run: () => {
    area.form.querySelector('button:not([type="button"])')?.focus();
    return true;
  },
});

// Typed over a selection, a browser would keep the colours of what was there by a style attribute, which the
// policy refuses aloud; so the editor puts the text in itself.
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || view.state.selection.main.empty || view.composing) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data ?? ""), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

const submitKey = (area) => ({
  key: "Mod-Enter",
  run: () => { area.form.requestSubmit(); return true; },
});

function extensionsFor(area) {
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    bracketMatching(),
    highlightSelectionMatches(),
    faultMarks,
    overSelection,
    keymap.of([submitKey(area), indentWithTab, ...defaultKeymap, ...searchKeymap, ...historyKeymap, leaveKey(area)]),
    languageOf(area.dataset.language),
    look,
    EditorState.phrases.of(wordsOf(document.documentElement.lang)),
    EditorView.cspNonce.of(nonce()),
    EditorView.contentAttributes.of({
      "aria-label": area.labels?.[0]?.textContent.trim() ?? area.getAttribute("aria-label") ?? "",
      "aria-describedby": area.getAttribute("aria-describedby") ?? "",
      spellcheck: "false",
      autocapitalize: "off",
    }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      area.value = update.state.doc.toString();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }),
  ];
}

function enhance(area) {
  const view = new EditorView({ doc: area.value, extensions: extensionsFor(area) });
  area.after(view.dom);
  area.hidden = true;
  for (const label of area.labels ?? []) label.addEventListener("click", () => view.focus());
  // "Start again" and other scripts set the textarea; the editor follows.
  area.form?.addEventListener("reset", () => setTimeout(() => replace(view, area.value)));
  area.addEventListener("editor:replace", () => replace(view, area.value));
  markFault(view, area);
  document.addEventListener("htmx:after:swap", () => markFault(view, area));
}

const replace = (view, text) => {
  if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
};

export function enhanceEditors(root) {
  for (const area of root.querySelectorAll("textarea[data-editor]:not([data-ready])")) {
    area.dataset.ready = "";
    enhance(area);
    if (area.dataset.draftUrl) keepDraft(area);
  }
}
