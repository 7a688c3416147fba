// A drop zone shows that it takes what is held over it; the file input inside does the work.
export function enhanceDrops(root) {
  for (const zone of root.querySelectorAll(".drop:not([data-ready])")) {
    zone.dataset.ready = "";
    const input = zone.querySelector('input[type="file"]');
    const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
}
