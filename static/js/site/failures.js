// A request of htmx that came to nothing says so on the page, once for each kind, and goes when one succeeds.
// An answer that is a fragment is the server's own word and is shown as it is; a whole error page is not.
const kindOf = (status) => {
  if (status === 403) return "forbidden";
  if (status === 429) return "busy";
  return "server";
};

function say(kind) {
  const messages = document.getElementById("messages");
  const pattern = document.querySelector(`template[data-failure="${kind}"]`);
  if (!messages || !pattern || messages.querySelector(`[data-failed="${kind}"]`)) return;
  const notice = pattern.content.firstElementChild.cloneNode(true);
  notice.dataset.failed = kind;
  messages.append(notice);
  notice.scrollIntoView({ block: "nearest" });
}

const clear = () => {
  for (const notice of document.querySelectorAll("#messages [data-failed]")) notice.remove();
};

export function showFailures() {
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status < 400) {
      clear();
    } else if (/^\s*<!doctype/i.test(ctx.text)) {
      ctx.swap = "none";
      say(kindOf(ctx.response.status));
    }
  });
  document.addEventListener("htmx:error", () => say("network"));
}
