// The answer to a submission is brought into view once, when it first appears; later changes leave the page alone.
export function showVerdict() {
  let expected = false;
  document.addEventListener("submit", ({ target }) => {
    if (target.querySelector("textarea[data-editor]")) expected = true;
  });
  document.addEventListener("htmx:after:swap", () => {
    const verdict = document.getElementById("verdict");
    if (!expected || !verdict?.textContent.trim()) return;
    expected = false;
    verdict.scrollIntoView({ block: "nearest" });
  });
}
