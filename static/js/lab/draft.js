// Keeps what is typed on the server, a moment after the last key and when the page is left.
// The textarea says where (data-draft-url); the whole form is sent. The answer may carry
// Draft-Version, which goes back as the hidden field draft_version, so that a second tab
// is told (409) rather than overwritten.
const PAUSE = 1500;

function stateOf(area) {
  const status = area.form.querySelector("[data-draft-status]");
  return (word) => {
    if (!status) return;
    status.dataset.state = word;
    status.textContent = status.getAttribute(`data-${word}`) ?? "";
  };
}

export function keepDraft(area) {
  const { form } = area;
  const say = stateOf(area);
  let timer = 0;
  let dirty = false;
  let stopped = false;

  const save = async () => {
    dirty = false;
    say("saving");
    try {
      const response = await fetch(area.dataset.draftUrl, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (response.status === 409) {
        stopped = true;
        say("conflict");
      } else if (response.ok) {
        const version = response.headers.get("Draft-Version");
        if (version && form.elements.draft_version) form.elements.draft_version.value = version;
        if (!dirty) say("saved");
      } else {
        say("unsaved");
      }
    } catch {
      dirty = true;
      say("unsaved");
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  area.addEventListener("input", () => {
    if (stopped) return;
    dirty = true;
    later();
  });
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
  addEventListener("online", () => { if (dirty && !stopped) later(); });
  addEventListener("pagehide", () => {
    if (dirty && !stopped) navigator.sendBeacon(area.dataset.draftUrl, new FormData(form));
  });
}
