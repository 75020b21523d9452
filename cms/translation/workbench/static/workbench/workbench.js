// The workbench: which text is active, what its keys and buttons do, how far the translation is.
// Finds elements by data-wb-*. Nothing here runs while an input method is composing.

import { Keeper } from "./keeper.js";
import { Preview } from "./preview.js";
import { Remarks } from "./remarks.js";
import { Search } from "./search.js";
import { Segment } from "./segment.js";
import { isComposing } from "./typing.js";

const PREVIEW_MS = 1500;
const root = document.querySelector("[data-wb]");
const find = (name) => document.querySelector(`[data-wb-${name}]`);
const words = Object.fromEntries(
  [...find("words").querySelectorAll("dt")].map((term) => [term.textContent, term.nextElementSibling.textContent]),
);
const keeper = new Keeper(root, (word) => {
  find("saved").textContent = words[word];
  find("saved").dataset.word = word;
});
const segments = [...document.querySelectorAll("[data-wb-segment]")].map(
  (element) => new Segment(element, keeper, words, changed),
);
const preview = new Preview(find("preview"), root.dataset.urls);
const search = new Search(find("search"), segments, words);
let active = null;
let previewTimer = 0;

const say = (text) => (find("says").textContent = text);
const remarks = new Remarks(root, keeper, words, {
  flush: () => keeper.flush(),
  find: (id) => segments.find((segment) => segment.element.id === id),
  reach,
  say,
});

function changed() {
  const done = segments.filter((one) => one.state === "confirmed");
  const sum = (some) => some.reduce((all, one) => all + Number(one.element.dataset.count), 0);
  find("progress").value = done.length;
  find("progress-words").textContent = words.progress
    .replace("%done%", done.length)
    .replace("%all%", segments.length)
    .replace("%words%", sum(done))
    .replace("%total%", sum(segments));
  if (!preview.isOpen) return;
  window.clearTimeout(previewTimer);
  previewTimer = window.setTimeout(() => preview.reload(), PREVIEW_MS);
}

/** The aside of the active text: matches, terms, buttons. */
async function activate(segment) {
  if (active === segment) return;
  const left = active;
  active = segment;
  if (left) {
    left.element.removeAttribute("data-active");
    left.element.querySelector("[data-wb-tools]").replaceChildren();
  }
  segment.element.setAttribute("data-active", "");
  const tools = segment.element.querySelector("[data-wb-tools]");
  tools.replaceChildren(document.getElementById("wb-tools").content.cloneNode(true));
  if (segment.state === "to_revise") tools.querySelector("[data-wb-confirm-words]").textContent = words.unchanged;
  segment.showLength();
  segment.showChips();
  preview.show(segment.area.value);
  if (segment.remark || !segment.element.querySelector("[data-wb-count]").hidden) remarks.showOf(segment);
  const { status, body } = await keeper.ask(`aside/?context=${segment.context}&string=${segment.string}`);
  if (status !== 200 || active !== segment) return;
  tools.querySelector("[data-wb-aside]").innerHTML = body.html;
  segment.element.querySelector("[data-wb-source]").innerHTML = body.source;
  if (!keeper.waiting.has(segment)) segment.showFindings(body.findings);
}

const isShown = (segment) => !segment.element.hidden;

function go(step, wanted = () => true) {
  const start = active ? segments.indexOf(active) : step > 0 ? -1 : segments.length;
  for (let index = start + step; index >= 0 && index < segments.length; index += step) {
    if (isShown(segments[index]) && wanted(segments[index])) return reach(segments[index]);
  }
  return false;
}

function reach(segment) {
  segment.area.focus({ preventScroll: true });
  segment.element.scrollIntoView({ block: "nearest" });
  return true;
}

const isOpen = (segment) => segment.state !== "confirmed";

function goOpen() {
  if (go(1, isOpen)) return;
  const first = segments.find((segment) => isShown(segment) && isOpen(segment) && segment !== active);
  if (first) reach(first);
  else say(words.none);
}

async function confirm() {
  const segment = active;
  if (!segment) return;
  if (await segment.confirm()) {
    say(words.confirmed);
    if (active === segment) goOpen();
  }
}

async function showHistory() {
  const segment = active;
  const place = segment?.element.querySelector("[data-wb-history]");
  if (!place) return;
  if (place.childElementCount) return place.replaceChildren();
  const { status, body } = await keeper.ask(`history/?context=${segment.context}&string=${segment.string}`);
  if (status === 200) place.innerHTML = body.html;
}

function insertTerm() {
  const terms = [...(active?.element.querySelectorAll("[data-wb-term]") ?? [])].map((term) => term.dataset.wbInsert);
  const next = terms.find((term) => !active.area.value.includes(term)) ?? terms[0];
  if (next) active.insert(next);
}

function insertOffer(number) {
  const offer = active?.element.querySelector(`[data-wb-offer="${number}"]`);
  // A sentence is a part of the text: it goes where the caret is.
  if (offer) active.insert(offer.dataset.wbInsert, "memory", offer.dataset.wbKind !== "sentence");
}

function sourceText() {
  const copy = active.element.querySelector("[data-wb-source]").cloneNode(true);
  for (const code of copy.querySelectorAll(".wb-code")) code.textContent = `⟦${code.textContent}⟧`;
  for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
  return copy.textContent;
}

function expand(name, is) {
  for (const button of document.querySelectorAll(`[data-wb-do="${name}"][aria-expanded]`)) button.setAttribute("aria-expanded", is);
}

function togglePreview() {
  preview.toggle();
  expand("preview", preview.isOpen);
  if (active) preview.words = active.area.value;
}

function toggleSearch(is = find("search").hidden) {
  if (is) search.open();
  else find("search").hidden = true;
  expand("search", is);
}

const ACTIONS = {
  confirm,
  next: () => go(1),
  previous: () => go(-1),
  open: goOpen,
  source: () => active?.insert(sourceText(), "source", true),
  drop: () => active?.drop(),
  history: showHistory,
  term: insertTerm,
  code: () => active?.insertMissing(),
  search: () => toggleSearch(),
  preview: togglePreview,
  comment: () => active && remarks.showOf(active, true),
  comments: () => remarks.toggle("comments"),
  findings: () => remarks.toggle("findings"),
};
const ALT = { ArrowDown: "next", ArrowUp: "previous", KeyS: "source", KeyH: "history", KeyT: "term", KeyC: "code", KeyR: "search", KeyP: "preview", KeyM: "comment" };

/** The action of a key, or null. AltGr writes letters on many keyboards and is no Alt. */
function actionOf(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return confirm;
  if (!event.altKey || event.metaKey || event.getModifierState("AltGraph")) return null;
  const number = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
  if (number) return () => insertOffer(number);
  if (event.ctrlKey) return null;
  if (event.shiftKey) return event.code === "ArrowDown" ? goOpen : null;
  return ACTIONS[ALT[event.code]] ?? null;
}

document.addEventListener("keydown", (event) => {
  if (isComposing(event)) return;
  const form = event.target.closest("[data-wb-comment], [data-wb-accept]");
  if (event.key === "Escape") {
    if (form) return active?.area.focus();
    remarks.close();
    if (!find("search").hidden) toggleSearch(false);
    active?.element.querySelector("[data-wb-history]")?.replaceChildren();
    return;
  }
  const action = form && event.key === "Enter" && (event.ctrlKey || event.metaKey) ? () => form.requestSubmit() : actionOf(event);
  if (!action) return;
  event.preventDefault();
  action();
});
root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wb-do], [data-wb-insert], [data-wb-restore]");
  if (!button) return;
  if (button.dataset.wbDo) ACTIONS[button.dataset.wbDo]();
  else if (button.dataset.wbRestore !== undefined) active.insert(button.dataset.wbRestore, "restored", true);
  else if (button.dataset.wbOffer) insertOffer(button.dataset.wbOffer);
  else active.insert(button.dataset.wbInsert);
});
find("list").addEventListener("focusin", (event) => {
  const element = event.target.closest("[data-wb-segment]");
  if (element) activate(segments.find((segment) => segment.element === element));
});
/** Whether the choice of texts has this one. */
function isWanted(element, wanted) {
  if (wanted === "open") return element.dataset.state !== "confirmed";
  if (wanted === "comments") return !element.querySelector("[data-wb-count]").hidden;
  return wanted === "" || element.dataset.state === wanted;
}

find("show").addEventListener("change", (event) => {
  const wanted = event.target.value;
  for (const { element } of segments) element.hidden = !isWanted(element, wanted);
});
root.addEventListener("submit", async (event) => {
  if (!("wbForm" in event.target.dataset) || keeper.waiting.size === 0) return;
  event.preventDefault();
  const { submitter } = event;
  if (await keeper.flush()) event.target.requestSubmit(submitter);
});
window.addEventListener("beforeunload", (event) => {
  if (keeper.waiting.size) event.preventDefault();
});

/** What an earlier visit could not send is put back and sent, with the stamp that it knew. */
for (const segment of segments) {
  const held = keeper.recall(segment);
  if (!held || segment.area.readOnly) continue;
  segment.stamp = held.stamp;
  segment.area.value = held.text;
  segment.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
changed();
const named = segments.find((segment) => `#${segment.element.id}` === location.hash);
if (named) reach(named);

// What stays in view stays below the bar, however many rows its buttons take.
new ResizeObserver(() => root.style.setProperty("--wb-bar", `${find("bar").offsetHeight}px`)).observe(find("bar"));
