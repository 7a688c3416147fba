// A lab: CodeMirror over each <textarea data-editor>, and the live terminal. Both work by themselves without scripts.
import { enhanceEditors } from "./editor.js";
import { enhanceTerminals } from "./terminal.js";
import { showVerdict } from "./verdict.js";

showVerdict();
const enhance = () => {
  enhanceEditors(document);
  enhanceTerminals();
};
enhance();
document.addEventListener("htmx:after:swap", enhance);
