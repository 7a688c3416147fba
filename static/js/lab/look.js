// The editor in the page's own tokens, so that day, night and high contrast need nothing more.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--code)", fontSize: "var(--step--1)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "var(--lead-code)" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--code)", color: "var(--muted)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 .9rem 0 1rem" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--code-hit) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--code-hit)", color: "var(--ink)", fontWeight: "600" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--level-1)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-tint)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-tint)", outline: "1px solid var(--accent)" },
  ".cm-panels": { backgroundColor: "var(--surface-sunken)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { fontSize: "var(--step--1)", padding: ".4rem .6rem" },
  ".cm-panel.cm-search label": { fontSize: "inherit", display: "inline-flex", alignItems: "center", gap: ".3rem" },
  ".cm-panel input[type=checkbox]": { width: "auto", height: "auto", minHeight: "0" },
  ".cm-textfield": { width: "auto", minHeight: "32px", fontSize: "inherit", border: "1px solid var(--line-strong)", backgroundColor: "var(--surface-raised)", color: "var(--ink)" },
  ".cm-button": { minHeight: "32px", fontSize: "inherit", backgroundImage: "none", backgroundColor: "var(--surface-raised)", color: "var(--ink)", border: "1px solid var(--line-strong)" },
  ".cm-fault": { textDecoration: "underline wavy var(--fail) 1px", textUnderlineOffset: "3px" },
  ".cm-fault-line": { backgroundColor: "var(--fail-tint)", boxShadow: "inset 3px 0 0 var(--fail)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.keyword, tags.standard(tags.variableName)], color: "var(--syn-key)" },
  { tag: [tags.string, tags.content, tags.special(tags.string)], color: "var(--syn-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.variableName, tags.labelName, tags.typeName], color: "var(--syn-number)" },
  { tag: [tags.comment, tags.meta], color: "var(--syn-comment)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.operator, tags.attributeName], color: "var(--syn-punct)" },
]);

export const look = [theme, syntaxHighlighting(colours)];
