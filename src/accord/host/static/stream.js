// Keeps a page as its seat may see it now: listens, says when it is stale, fetches what changed.
"use strict";
(() => {
  const at = document.body.dataset.at;
  if (!at) return;
  let position = at, source = null, heard = Date.now();
  const link = document.getElementById("link");
  const say = (text) => { if (link && link.textContent !== text) link.textContent = text; };
  const open = () => {
    if (source) source.close();
    heard = Date.now();
    source = new EventSource(`/stream?at=${encodeURIComponent(position)}`);
    const live = () => { heard = Date.now(); say("live"); };
    source.addEventListener("beat", live);
    source.addEventListener("changed", (event) => {
      live();
      position = event.data;
      refresh();
    });
    source.addEventListener("ended", () => { source.close(); location.assign("/"); });
  };
  const refresh = () => {
    for (const region of document.querySelectorAll("[data-live]"))
      htmx.ajax("GET", region.dataset.live, { target: region, select: `#${region.id}`, swap: "outerMorph" });
  };
  setInterval(() => {
    if (Date.now() - heard <= 3000) return;
    say(`not connected since ${new Date(heard).toLocaleTimeString()}`);
    open();
  }, 1000);
  addEventListener("online", open);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) open(); });
  open();
})();
