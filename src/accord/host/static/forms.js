// Keeps what is typed from being lost: a form is sent without leaving the page, and what was
// pressed waits for its answer. Pages work without this script: forms post and are led on.
//
// What is typed is kept in this tab until it was taken, also over a reload. Only the server says
// that something was taken; a key in the form (`once`) makes pressing again harmless. A form with
// `data-plain` is left to the browser: its answer is a file.
"use strict";
const typing = (() => {
  const ANSWER = 20000; // milliseconds until nobody waits any longer
  const KEPT_APART = ["hidden", "file", "password", "submit", "search"];
  const byId = (id) => document.getElementById(id);
  const fieldsOf = (within) => [...(within.elements ?? within.querySelectorAll("input,select,textarea"))].filter((one) =>
    one.matches("input,select,textarea") && one.name && !KEPT_APART.includes(one.type) && !one.closest("form[method=get]"));
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const chosen = (field) => [...field.options].some((one) => one.defaultSelected) || field.multiple
    ? [...field.options].some((one) => one.selected !== one.defaultSelected) : field.selectedIndex > 0;
  const typed = (field) => ticked(field) ? field.checked !== field.defaultChecked
    : field.options ? chosen(field) : field.value !== field.defaultValue;
  // Whether something is in the hand here, which nothing may be put in the place of.
  // What was refused stands in its fields as what they begin with, and is in the hand all the same.
  const unsent = (within) => Boolean(within.querySelector("form[data-sent], form[data-refused], [data-editing]"))
    || fieldsOf(within).some((one) => one === document.activeElement || typed(one));
  const morph = (text, region) => htmx.swap({ text, target: region, sourceElement: region,
    select: `#${CSS.escape(region.id)}`, swap: "outerMorph" });
  htmx.registerExtension("kept-open", { // a part that the reader unfolded stays so
    htmx_before_morph_attr: (one, { attrName }) => !(one.tagName === "DETAILS" && attrName === "open") });

  // -- Keeping what is typed.
  const ours = (form) => form?.getAttribute("method")?.toLowerCase() === "post" && !("plain" in form.dataset);
  const key = (form) => `draft ${location.pathname} ${form.getAttribute("action") ?? ""} ${form.id}`;
  const state = (one) => ticked(one) ? one.checked : one.multiple ? [...one.selectedOptions].map((two) => two.value) : one.value;
  const keep = (form) => {
    const fields = fieldsOf(form), kept = fields.map((one) => [one.name, ticked(one) && one.value, state(one)]);
    if (fields.some(typed)) sessionStorage.setItem(key(form), JSON.stringify(kept));
    else sessionStorage.removeItem(key(form));
  };
  const restore = (form) => {
    const left = fieldsOf(form);
    for (const [name, value, was] of JSON.parse(sessionStorage.getItem(key(form)) ?? "[]")) {
      const n = left.findIndex((one) => one.name === name && (!ticked(one) || one.value === value));
      if (n < 0) continue;
      const [field] = left.splice(n, 1);
      if (ticked(field)) field.checked = was;
      else if (field.multiple) for (const one of field.options) one.selected = was.includes(one.value);
      else field.value = was;
    }
    if (!fieldsOf(form).some(typed)) return;
    const told = document.createElement("p"), away = document.createElement("button");
    Object.assign(told, { className: "notice", textContent: "What you typed here before was kept. " });
    Object.assign(away, { type: "button", className: "link", textContent: "Throw it away" });
    away.onclick = () => { sessionStorage.removeItem(key(form)); form.reset(); told.remove(); };
    told.append(away);
    form.prepend(told);
  };
  document.addEventListener("input", ({ target: { form } }) => {
    if (!ours(form)) return;
    keep(form);
    if (!form.dataset.doubt) return;
    delete form.dataset.doubt; // what is typed now is another thing to do once
    form.elements.once.value = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  });
  for (const form of document.forms) if (ours(form)) restore(form);

  // -- Sending.
  const note = (form, text) => {
    const one = form.querySelector(":scope > .sent") ?? form.appendChild(document.createElement("p"));
    Object.assign(one, { className: "sent", role: "status", textContent: text });
  };
  const arrive = async (to, form) => { // another page; or this one, where other forms keep what is in them
    if (to.pathname + to.search !== location.pathname + location.search) return location.assign(to);
    form.reset();
    await morph(await (await fetch(to, { signal: AbortSignal.timeout(ANSWER) })).text(), byId("main"));
    if (to.hash) byId(decodeURIComponent(to.hash.slice(1)))?.scrollIntoView({ block: "nearest" });
  };
  const send = async (form, pressed) => {
    const data = new FormData(form, pressed), multipart = form.enctype === "multipart/form-data";
    const to = pressed?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    const answer = await fetch(to, { method: "POST", body: multipart ? data : new URLSearchParams(data),
      headers: { "x-form": "1" }, signal: AbortSignal.timeout(ANSWER) });
    const next = answer.headers.get("x-to"), text = await answer.text();
    if (next) sessionStorage.removeItem(key(form));
    if (next) return arrive(new URL(next, location.href), form);
    if ((answer.ok || answer.status === 409 || answer.status === 422) && text.includes('id="main"')) {
      await morph(text, byId("main"));
      const same = (one) => key(one) === key(form) && one.elements.kind?.value === form.elements.kind?.value;
      const refused = form.isConnected ? form : [...document.forms].find(same);
      if (refused) refused.dataset.refused = "yes";
      (byId("mistakes") ?? byId("main")).focus();
    } else note(form, `Not taken (${answer.status}). What you typed is still here.`);
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target, buttons = [...form.querySelectorAll("button:not(:disabled)")];
    if (event.defaultPrevented || !ours(form)) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    const sent = send(form, event.submitter); // before anything is disabled, for that would not be sent
    form.dataset.sent = "yes";
    for (const one of buttons) one.disabled = true;
    note(form, "Sent, not yet confirmed.");
    try { await sent; } catch {
      form.dataset.doubt = "yes";
      note(form, "No answer, so this may not have arrived. What you typed is still here; press again: it is done once.");
    }
    delete form.dataset.sent;
    for (const one of buttons) one.disabled = false;
  });
  return { unsent, morph };
})();
