// The editor of a lab: CodeMirror over a <textarea data-editor>, which works by itself without scripts.
import { enhanceEditors } from "./editor.js";
import { showVerdict } from "./verdict.js";

showVerdict();
enhanceEditors(document);
document.addEventListener("htmx:after:swap", () => enhanceEditors(document));
