// At a table: counts down the time that is left, and marks what was said and done since somebody
// last looked with this browser. Pages work without it; nothing of it leaves the browser.
"use strict";
(() => {
  const left = (until) => {
    const seconds = Math.max(0, Math.floor((new Date(until) - Date.now()) / 1000));
    const minutes = Math.floor(seconds / 60), rest = String(seconds % 60).padStart(2, "0");
    return seconds ? `${minutes}:${rest} left` : "the time has passed";
  };
  const tick = () => {
    for (const one of document.querySelectorAll("time[data-until]")) {
      const text = `${one.textContent.split(",")[0]}, ${left(one.dateTime)}`;
      if (one.textContent !== text) one.textContent = text;
    }
  };
  const list = document.querySelector("ol[data-seen]");
  const key = list && `seen ${document.body.dataset.seat} ${list.dataset.seen}`;
  const before = key ? Number(localStorage.getItem(key) || 0) : 0;
  const mark = () => {
    const lines = [...document.querySelectorAll("ol[data-seen] > li[value]")];
    const fresh = before ? lines.filter((one) => one.value > before) : [];
    for (const one of fresh) one.classList.add("fresh");
    if (lines.length) localStorage.setItem(key, String(Math.max(...lines.map((one) => one.value))));
    return fresh.length;
  };
  if (list) {
    const count = mark(), news = document.getElementById("news");
    if (count && news) news.textContent = count === 1 ? "One thing was said or done since you last looked." : `${count} things were said and done since you last looked.`;
    new MutationObserver(mark).observe(list.parentElement, { childList: true, subtree: true });
  }
  tick();
  setInterval(tick, 1000);
})();
