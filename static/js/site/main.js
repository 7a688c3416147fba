// What every page gains from scripts. Each part finds its own elements and does nothing without them.
import { watchConnection } from "./connection.js";
import { addCopyButtons } from "./copy.js";
import { enhanceDrops } from "./drop.js";
import { closeMenus } from "./menus.js";
import { showFailures } from "./failures.js";
import { reachScrollers } from "./reach.js";
import { keepTheme } from "./theme.js";
import { localTimes } from "./times.js";
import { followReading } from "./toc.js";

keepTheme();
closeMenus();
watchConnection();
showFailures();
followReading();

const enhance = (root) => {
  addCopyButtons(root);
  enhanceDrops(root);
  localTimes(root);
  reachScrollers(root);
};
enhance(document);
// What htmx brings in is enhanced like what was there from the start.
document.addEventListener("htmx:after:swap", () => enhance(document));
