// Moves through the replay of a table at once, without a press of Go. Pages work without it.
"use strict";
(() => {
  const WAIT = 120; // milliseconds that a hand rests before what it points at is fetched
  const ANSWER = 20000;
  const form = document.querySelector("form[data-moments]"), slider = form?.elements.at;
  if (!slider) return;
  const shown = () => document.getElementById(form.dataset.moments);
  const read = () => {
    slider.max = shown().dataset.last;
    slider.value = shown().dataset.at;
    form.querySelector("output").textContent = slider.value;
  };
  let asked = 0, resting = 0;
  const go = async (to) => {
    const mine = ++asked;
    try {
      const answer = await fetch(to, { headers: { "x-live": "1" }, signal: AbortSignal.timeout(ANSWER) });
      const text = await answer.text();
      if (mine !== asked) return; // the hand has gone on
      if (!answer.ok) return location.assign(to);
      await typing.morph(text, shown());
      history.replaceState(null, "", to);
      read();
    } catch { if (mine === asked) location.assign(to); }
  };
  const address = () => `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
  slider.addEventListener("input", () => {
    form.querySelector("output").textContent = slider.value;
    ++asked; // what is on its way is not where the hand is now
    clearTimeout(resting);
    resting = setTimeout(() => go(address()), WAIT);
  });
  form.elements.seat?.addEventListener("change", () => go(address()));
  form.addEventListener("submit", (event) => { event.preventDefault(); go(address()); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#replay .steps a, #replay details a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const rel = link.rel;
    go(link.getAttribute("href")).then(() => (shown().querySelector(rel ? `a[rel=${rel}]` : "a") ?? slider).focus());
  });
  new MutationObserver(read).observe(shown().parentElement, { attributes: true, subtree: true, attributeFilter: ["data-last"] });
})();
