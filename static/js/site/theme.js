// Day, night and contrast. The choice is kept in a cookie so that the server can write it into
// the first byte of the next page: no flash, no inline script.
const YEAR = 365 * 24 * 60 * 60;
const MEDIA = { more: "all", normal: "not all", system: "(prefers-contrast: more)" };

const remember = (name, value) => {
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = value === "system" ? 0 : YEAR;
  document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
};

const apply = {
  theme(value) {
    if (value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  },
  contrast(value) {
    document.getElementById("contrast").media = MEDIA[value];
  },
};

export function keepTheme() {
  for (const menu of document.querySelectorAll("[data-theme-menu]")) {
    menu.addEventListener("change", ({ target }) => {
      if (!(target.name in apply)) return;
      apply[target.name](target.value);
      remember(target.name, target.value);
    });
  }
}
