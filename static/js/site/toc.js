// The contents beside a lesson: open where there is room for them, with a ribbon at the part that is being read.
const WIDE = matchMedia("(min-width: 60.001rem)");

const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

const mark = (links, heading) => {
  for (const link of links) {
    if (heading && targetOf(link) === heading) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

export function followReading() {
  const toc = document.querySelector("details.toc");
  if (!toc) return;
  const open = () => { toc.open = WIDE.matches; };
  open();
  WIDE.addEventListener("change", open);

  const links = [...toc.querySelectorAll('a[href^="#"]')];
  const headings = links.map(targetOf).filter(Boolean);
  // A heading is "here" from the moment it passes the upper third of the window; at the end of the page, when it shows.
  const current = () => {
    const line = innerHeight / 3;
    const atEnd = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < (atEnd ? innerHeight : line));
    mark(links, passed.at(-1));
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; current(); });
  }, { passive: true });
  current();
}
