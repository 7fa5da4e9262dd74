// Marks are pressed one at a time, each saved as it is pressed; w c n ? mark the cell one stands on.
"use strict";
(() => {
  const KEYS = { w: "want", c: "can live with", n: "cannot", "?": "?" };
  let pressed = 0;
  const button = (target) => target.closest ? target.closest("#grid button[name=press]") : null;
  const send = async (one, mark) => {
    const form = one.form, cell = one.closest("td"), told = document.getElementById("marks-told");
    const body = new FormData(form), press = new URLSearchParams(one.value);
    if (mark) press.set("mark", mark);
    if ((press.get("seen") || "") === press.get("mark")) return;
    body.set("press", press.toString());
    body.set("once", `${body.get("once")}.${++pressed}`);
    body.set("part", "cell");
    one.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) });
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("td"), wrong = page.querySelector(".mistakes");
      told.replaceChildren(...(wrong ? [wrong] : []));
      const here = document.getElementById(cell.id);
      if (now && here) {
        here.replaceWith(now);
        now.querySelector("button")?.focus();
      }
    } catch {
      told.textContent = "Not saved: the host cannot be reached. Press again when the link is live.";
      one.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("click", (event) => {
    const one = button(event.target);
    if (!one) return;
    event.preventDefault();
    send(one);
  });
  document.addEventListener("keydown", (event) => {
    const one = button(event.target);
    if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in KEYS) {
      event.preventDefault();
      send(one, KEYS[event.key]);
      return;
    }
    const rows = [...document.querySelectorAll("#grid tr")].filter((row) => row.querySelector("button[name=press]"));
    const at = rows.indexOf(one.closest("tr")), all = (row) => [...row.querySelectorAll("button[name=press]")];
    const column = all(rows[at]).indexOf(one), way = document.dir === "rtl" ? -1 : 1;
    const to = {
      ArrowUp: () => rows[at - 1] && all(rows[at - 1])[column],
      ArrowDown: () => rows[at + 1] && all(rows[at + 1])[column],
      ArrowLeft: () => all(rows[at])[column - way],
      ArrowRight: () => all(rows[at])[column + way],
    }[event.key]?.();
    if (to) {
      event.preventDefault();
      to.focus();
    }
  });
})();
