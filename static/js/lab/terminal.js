// The terminal's line: Enter sends, arrows and Ctrl-R go through what was typed, Tab asks the World, Ctrl-C and its kin
// are pressed there. The forms do the sending (htmx); this only fills them.
const KEYS = { c: "C-c", d: "C-d", l: "C-l", z: "C-z" };
const MOST_CHUNKS = 2000;
const prepared = new WeakSet();

export function enhanceTerminals() {
  for (const terminal of document.querySelectorAll("[data-terminal]")) {
    if (prepared.has(terminal)) continue;
    prepared.add(terminal);
    attach(terminal);
  }
}

function attach(terminal) {
  const screen = terminal.querySelector("[data-screen]");
  const log = terminal.querySelector("#term-log");
  const form = terminal.querySelector("[data-line]");
  const line = form.querySelector("textarea");
  const keys = terminal.querySelector("[data-keys]");
  const offers = terminal.querySelector("[data-offers]");
  const typed = JSON.parse(terminal.querySelector("#term-history").textContent);
  let place = typed.length;
  let search = null;
  let escape = "";

  const toEnd = () => { screen.scrollTop = screen.scrollHeight; };
  const hideOffers = () => { offers.hidden = true; offers.textContent = ""; };
  const put = (text) => {
    line.value = text;
    line.setSelectionRange(text.length, text.length);
  };
  const press = (name) => keys.querySelector(`[value="${name}"]`)?.click() ?? pressOther(name);
  const pressOther = (name) => {
    const button = keys.querySelector("button").cloneNode();
    button.value = name;
    button.hidden = true;
    keys.append(button);
    button.click();
    button.remove();
  };
  const send = () => {
    const text = line.value;
    const hidden = form.querySelector("#term-prompt").dataset.hidden === "true";
    if (text.trim() && !hidden && typed.at(-1) !== text) typed.push(text);
    place = typed.length;
    search = null;
    hideOffers();
    form.requestSubmit();
    // The form has been read by now; what is typed next begins empty.
    setTimeout(() => put(""), 0);
  };
  const recall = (step) => {
    const next = place + step;
    if (next < 0 || next > typed.length) return;
    place = next;
    put(typed[place] ?? "");
  };
  const lookBack = () => {
    search ??= { word: line.value, from: typed.length };
    for (let at = search.from - 1; at >= 0; at -= 1) {
      if (!typed[at].includes(search.word)) continue;
      search.from = at;
      put(typed[at]);
      return;
    }
  };
  const complete = async () => {
    const before = line.value.slice(0, line.selectionStart);
    const after = line.value.slice(line.selectionStart);
    const address = `${terminal.dataset.completeUrl}?line=${encodeURIComponent(before)}`;
    const { words, start } = await (await fetch(address, { credentials: "same-origin" })).json();
    if (line.value !== before + after || words.length === 0) return;
    const common = words.length === 1 ? words[0].text : sharedStart(words.map(({ word }) => word));
    if (common.length > before.length - start) {
      line.value = before.slice(0, start) + common + after;
      line.setSelectionRange(start + common.length, start + common.length);
      hideOffers();
    } else if (words.length > 1) {
      offers.replaceChildren(...words.map(offer));
      offers.hidden = false;
    }
  };

  form.addEventListener("submit", hideOffers);
  line.addEventListener("input", () => { search = null; });
  line.addEventListener("paste", () => {
    // Pasted lines are typed one after the other, as at a real terminal; the last one waits for Enter.
    setTimeout(() => { if (line.value.includes("\n") && line.value.endsWith("\n")) { line.value = line.value.slice(0, -1); send(); } }, 0);
  });
  line.addEventListener("keydown", (event) => {
    const { key, ctrlKey, shiftKey, isComposing } = event;
    if (isComposing) return;
    const handled = () => event.preventDefault();
    if (escape === "C-p" && ctrlKey && key === "q") { handled(); escape = ""; press("C-p C-q"); return; }
    escape = "";
    if (key === "Enter" && !shiftKey) { handled(); send(); }
    else if (key === "Tab" && !shiftKey && !ctrlKey) { handled(); complete(); }
    else if (key === "Escape") { handled(); hideOffers(); line.blur(); log.focus(); }
    else if (key === "ArrowUp" && !line.value.includes("\n")) { handled(); recall(-1); }
    else if (key === "ArrowDown" && !line.value.includes("\n")) { handled(); recall(1); }
    else if (ctrlKey && key === "p") { handled(); escape = "C-p"; }
    else if (ctrlKey && key === "r") { handled(); lookBack(); }
    else if (ctrlKey && key === "u") { handled(); put(""); }
    else if (ctrlKey && key === "c" && line.selectionStart === line.selectionEnd && !String(getSelection())) { handled(); put(""); press("C-c"); }
    else if (ctrlKey && key === "d" && line.value === "") { handled(); press("C-d"); }
    else if (ctrlKey && (key === "l" || key === "z")) { handled(); press(KEYS[key]); }
  });
  screen.addEventListener("click", () => { if (!String(getSelection())) line.focus(); });
  new MutationObserver(() => {
    const clear = log.querySelector("[data-clear]");
    if (clear) {
      const last = clear.previousElementSibling;
      log.replaceChildren(...(last ? [last] : []));
    }
    while (log.childElementCount > MOST_CHUNKS) log.firstElementChild.remove();
    // The prompt comes a moment after the output.
    requestAnimationFrame(toEnd);
  }).observe(log, { childList: true });
  toEnd();
}

function sharedStart(words) {
  let length = words[0].length;
  for (const word of words) while (!word.startsWith(words[0].slice(0, length))) length -= 1;
  return words[0].slice(0, length);
}

function offer({ word, note }) {
  const span = document.createElement("span");
  const name = document.createElement("b");
  name.textContent = word;
  span.append(name, note ? ` ${note}` : "");
  return span;
}
