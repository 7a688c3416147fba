// A copy button on each block of code, and on any <button data-copy="#id"> (shown only with scripts).
const SPOKEN_FOR = 2000;

// Of a console only what was typed is worth copying: the lines that begin with the prompt `$`.
function textOf(block) {
  const copy = block.cloneNode(true);
  const prompts = [...copy.querySelectorAll(".gp")].filter((prompt) => prompt.textContent.trim().endsWith("$"));
  if (!prompts.length) return block.textContent.replace(/\n$/, "");
  for (const prompt of prompts) prompt.replaceWith("\u0000");
  return copy.textContent
    .split("\n")
    .filter((line) => line.includes("\u0000"))
    .map((line) => line.slice(line.lastIndexOf("\u0000") + 1).trimStart())
    .join("\n");
}

const textAt = (selector) => {
  const element = document.querySelector(selector);
  return element.value ?? textOf(element);
};

async function copyFrom(button, text) {
  await navigator.clipboard.writeText(text());
  const word = button.querySelector("[data-word]") ?? button;
  const before = word.textContent;
  if (before === button.dataset.done) return;
  word.textContent = button.dataset.done;
  setTimeout(() => { word.textContent = before; }, SPOKEN_FOR);
}

export function addCopyButtons(root) {
  const pattern = document.getElementById("copy-button");
  if (!pattern || !navigator.clipboard) return;
  for (const block of root.querySelectorAll(".highlight:not([data-copied])")) {
    block.dataset.copied = "";
    const button = pattern.content.firstElementChild.cloneNode(true);
    button.addEventListener("click", () => copyFrom(button, () => textOf(block.querySelector("pre"))));
    // A bar over the block takes the button; without one it stands over the block's corner.
    const bar = block.closest("figure.code")?.querySelector(".code-bar");
    (bar ?? block).append(button);
  }
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyFrom(button, () => textAt(button.dataset.copy)));
  }
}
