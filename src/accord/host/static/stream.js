// Keeps a page as its seat may see it now, and says when it is not. Pages work without it.
//
// /stream says each second where the reader stands: START-POSITION. The page carries where it
// stood when it was made (<body data-at>); whatever differs is fetched again, so nothing falls
// between a page and its stream. One tab of a browser listens and passes on what it hears, for a
// browser opens six connections to a host at most. A tab in view that has heard nothing for
// three seconds listens itself; of two that listen, the one with the greater number stops. A page
// of one table (<body data-of>) hears of that table alone, and listens while it is in view.
"use strict";
(() => {
  const STALE = 3000; // milliseconds: three beats
  const GONE = 6000; // until it is said since when, not how old
  const HOLE = 2000; // until a silent connection is tried anew: it may never say that it is dead
  const SPREAD = 3000; // a restarted host is tried again within this, not by all at once
  const CATCH_UP = 5000; // and pages are fetched again within this
  const ANSWER = 20000;
  const AGES = 20000; // until minutes that a page says are not what they were
  const body = document.body, byId = (id) => document.getElementById(id);
  const say = (id, text) => { const one = byId(id); if (one && one.textContent !== text) one.textContent = text; };
  const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const pause = (most) => new Promise((done) => setTimeout(done, Math.random() * most));
  const me = Math.random(), of = body.dataset.of ?? "", channel = new BroadcastChannel(`accord ${of}`);
  const now = () => performance.now(); // which no correction of the clock puts back
  let at = body.dataset.at, heard = now(), since = Date.now(), known = false; // known: heard anything yet
  let source = null, tried = 0, wait = HOLE, lost = false, owed = false, running = false, resting = false, brought = now();
  if (!at) return;

  const show = () => {
    const link = byId("link"), age = now() - heard, stale = age > STALE, gone = age > GONE || !navigator.onLine;
    if (!link || !(known || stale)) return;
    say("link", gone ? `not connected since ${clock(since)}` : stale ? `nothing heard for ${Math.floor(age / 1000)} s` : owed || running ? "catching up" : "live");
    link.hidden = false;
    link.classList.toggle("stale", stale || gone);
    if (gone !== lost) say("news", gone ? `Not connected since ${clock(since)}.` : "Connected again.");
    lost = gone;
  };
  const hear = (position) => {
    const restarted = known && position.split("-")[0] !== at.split("-")[0];
    [heard, since, known] = [now(), Date.now(), true];
    if (position !== at) { [at, owed] = [position, true]; refresh(restarted ? CATCH_UP : 0); }
    show();
  };
  const stop = () => { source?.close(); source = null; };
  const end = () => { stop(); sessionStorage.clear(); location.assign("/"); };
  const listen = () => {
    stop();
    [tried, wait] = [now(), HOLE];
    const mine = source = new EventSource(of ? `/stream?of=${encodeURIComponent(of)}` : "/stream");
    mine.onmessage = ({ data }) => { channel.postMessage({ me, at: data }); hear(data); };
    mine.addEventListener("ended", () => { channel.postMessage({ ended: true }); end(); });
    mine.onerror = () => { if (mine === source) { stop(); wait = Math.random() * SPREAD; } };
  };
  channel.onmessage = ({ data }) => {
    if (data.ended) return end();
    if (data.asks) return source && now() - heard < STALE && channel.postMessage({ me, at });
    if (source && data.me < me) stop();
    hear(data.at);
  };
  const tick = () => {
    show();
    if (document.hidden) return of && stop();
    if (rest() && now() - brought > AGES) owed = true;
    if (now() - heard > STALE && now() - tried > wait) listen();
    else if (owed) refresh(0);
  };
  const awake = () => { tried = -Infinity; tick(); };

  // What is refreshed: what is marked, else the whole of a page that has nothing to fill in.
  const live = () => {
    const marked = [...document.querySelectorAll("[data-live]")], page = byId("page");
    const whole = page && !page.querySelector("[data-live], [data-still], form[method=post]");
    return whole ? [...marked, page] : marked;
  };
  const fetched = async (from, texts, has) => {
    if (!texts.has(from)) {
      const answer = await fetch(from, { headers: { "x-live": "1", "x-has": has }, signal: AbortSignal.timeout(ANSWER) });
      texts.set(from, answer.ok ? await answer.text() : "");
    }
    return texts.get(from);
  };
  const bring = async () => {
    const texts = new Map(), regions = live();
    let late = !regions.some((one) => byId("page")?.contains(one)) && !byId("page")?.querySelector("[data-still]"), moved = false;
    const done = []; // in an order in which what is around comes before what is in it
    for (const region of regions) {
      if (done.some((one) => one.contains(region))) continue;
      const has = byId("page")?.querySelector("[data-has]")?.dataset.has ?? ""; // is not sent again
      const text = await fetched(region.dataset.live || location.pathname + location.search, texts, has);
      if (region.dataset.has && text.includes(`data-still-has="${region.dataset.has}"`)) continue;
      if (text.includes("data-seat=") && !text.includes(`data-seat="${body.dataset.seat}"`)) return location.assign("/");
      const before = region.innerHTML;
      if (typing.unsent(region) || !text.includes(`id="${region.id}"`)) late = true;
      else { await typing.morph(text, region); done.push(region); moved ||= region.innerHTML !== before; }
    }
    if (byId("changed")) byId("changed").hidden = !late;
    if (late) say("news", "Something changed since you opened this.");
    else if (moved) say("news", `Brought up to date at ${clock(Date.now())}.`);
  };
  // A page of all tables (data-rest: milliseconds) is not fetched for each move at each of them, and
  // for what it says of times it is fetched now and then though nothing happens.
  const rest = () => Number(document.querySelector("[data-rest]")?.dataset.rest ?? 0);
  const refresh = async (most) => {
    if (running || resting || document.hidden) return;
    running = true;
    await pause(most);
    try { while (owed) { owed = false; await bring(); if (rest()) break; } } catch { owed = true; } // again at a later tick
    [running, brought] = [false, now()];
    show();
    if (rest()) { resting = true; setTimeout(() => { resting = false; if (owed) refresh(0); }, rest()); }
  };

  channel.postMessage({ asks: true });
  setTimeout(() => known || document.hidden || listen(), 200); // long enough for another tab to answer
  setInterval(tick, 500);
  for (const event of ["online", "pageshow"]) addEventListener(event, awake);
  addEventListener("offline", show);
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", awake);
})();
