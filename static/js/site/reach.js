// What scrolls sideways must be reachable by keyboard; what does not scroll is no stop.
const SCROLLERS = ".highlight pre, .console pre, .prose > table, figure:has(> .pic)";

export function reachScrollers(root) {
  for (const box of root.querySelectorAll(SCROLLERS)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

addEventListener("resize", () => reachScrollers(document));
