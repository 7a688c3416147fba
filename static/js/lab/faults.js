// The line and column that the verdict names are marked in the editor: an element
// [data-fault-line][data-fault-column] anywhere on the page, as the server renders it.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const setFault = StateEffect.define();
const wholeLine = Decoration.line({ class: "cm-fault-line" });
const span = Decoration.mark({ class: "cm-fault" });

function decorate(doc, { line, column }) {
  if (line < 1 || line > doc.lines) return Decoration.none;
  const { from, to } = doc.line(line);
  const start = Math.min(from + Math.max(column - 1, 0), to);
  const marks = [wholeLine.range(from)];
  if (start < to) marks.push(span.range(start, to));
  return Decoration.set(marks);
}

export const faultMarks = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setFault)) return effect.value ? decorate(transaction.newDoc, effect.value) : Decoration.none;
    }
    // What is being mended is no longer what was refused.
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function markFault(view, area) {
  const element = document.querySelector("[data-fault-line]");
  if (element && element.dataset.shown === area.name) return;
  if (element) element.dataset.shown = area.name;
  const fault = element && { line: Number(element.dataset.faultLine), column: Number(element.dataset.faultColumn || 1) };
  view.dispatch({ effects: setFault.of(fault) });
  if (fault && fault.line >= 1 && fault.line <= view.state.doc.lines) {
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.doc.line(fault.line).from, { y: "center" }) });
  }
}
