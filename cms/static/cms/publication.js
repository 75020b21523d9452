// Keeps the publish statuses and the report of releases up to date while somebody looks at them.
// Reads elements by data-ponte-*; without this script they say what was so when the page was loaded.
(() => {
  "use strict";

  const SOON_MS = 1000;
  const LATER_MS = 15000;
  const address = document.currentScript.dataset.pontePublication;
  const said = new Map();
  let region = null;
  let timer = 0;

  const places = () => [...document.querySelectorAll("[data-ponte-status]")];
  const report = () => document.querySelector("[data-ponte-report]");

  /** Tells a screen reader of a change, once and without taking the word from anybody. */
  const tell = (words) => {
    if (!region) {
      region = document.createElement("div");
      region.className = "w-sr-only";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = words;
  };

  const show = (place, found) => {
    const html = found[place.dataset.pontePart];
    if (place.innerHTML.trim() !== html.trim() && !place.contains(document.activeElement)) place.innerHTML = html;
    place.toggleAttribute("data-ponte-busy", found.busy);
  };

  const askStatuses = async () => {
    const waiting = places();
    if (!waiting.length) return;
    const pages = [...new Set(waiting.map((place) => place.dataset.ponteStatus))];
    const response = await fetch(`${address}?pages=${pages.join(",")}`, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const found = (await response.json()).pages;
    const news = [];
    for (const page of pages) {
      if (!found[page]) continue;
      if (said.has(page) && said.get(page) !== found[page].state) news.push(found[page].says);
      said.set(page, found[page].state);
    }
    for (const place of waiting) if (found[place.dataset.ponteStatus]) show(place, found[place.dataset.ponteStatus]);
    if (news.length) tell(news.join(". "));
  };

  /** Puts fresh results in place of the old ones, with what was unfolded still unfolded. */
  const askReport = async () => {
    const place = report();
    const results = document.getElementById("listing-results");
    if (!place || !results || results.contains(document.activeElement)) return;
    const response = await fetch(place.dataset.ponteReport, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) return;
    const html = await response.text();
    if (results.dataset.ponteSeen === html) return;
    const open = [...results.querySelectorAll("details[open]")].map((each) => each.dataset.ponteKeep);
    results.innerHTML = html;
    results.dataset.ponteSeen = html;
    for (const each of results.querySelectorAll("details")) each.open = open.includes(each.dataset.ponteKeep);
  };

  const isBusy = () => document.querySelector("[data-ponte-busy]") !== null;

  const look = async () => {
    try {
      if (!document.hidden) {
        await askStatuses();
        await askReport();
      }
    } catch {
      // The network went away: the next look finds it again, or not.
    }
    timer = window.setTimeout(look, isBusy() ? SOON_MS : LATER_MS);
  };

  const start = () => {
    for (const place of places()) said.set(place.dataset.ponteStatus, "");
    said.clear();
    timer = window.setTimeout(look, isBusy() ? SOON_MS : LATER_MS);
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    window.clearTimeout(timer);
    look();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
