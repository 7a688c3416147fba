// <time datetime="…" data-local> is written by the server in UTC; the reader's clock says it better.
// data-local may be "date", "time" or empty for both.
const STYLES = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  "": { dateStyle: "medium", timeStyle: "short" },
};

export function localTimes(root) {
  const language = document.documentElement.lang;
  for (const element of root.querySelectorAll("time[data-local]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    element.textContent = new Intl.DateTimeFormat(language, STYLES[element.dataset.local] ?? STYLES[""]).format(moment);
    element.removeAttribute("data-local");
  }
}
