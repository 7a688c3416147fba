// The neutral banner that says when the network is gone.
export function watchConnection() {
  const banner = document.getElementById("connection");
  if (!banner) return;
  const show = () => { banner.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}
