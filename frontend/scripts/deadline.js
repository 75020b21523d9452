// What begins and what is over the browser says, even where the page is cached. Before a deadline, a state may say how long is left.
const DAY_MS = 86400000;
const NEAR_DAYS = 30;
const DISC = '<circle cx="8" cy="8" r="5.5" fill="currentColor"/>';
const BAR = '<path d="M2 8h12" stroke="currentColor" stroke-width="4"/>';

function turn(state, code, words, shape) {
  state.dataset.state = code;
  state.dataset.turned = "";
  state.parentElement.hidden = false;
  state.querySelector(".state-word").textContent = words;
  state.querySelector(".shape").innerHTML = shape;
  state.querySelectorAll(".state-more").forEach((more) => more.remove());
}

function begin(state) {
  state.removeAttribute("data-since");
  turn(state, state.dataset.begun, state.dataset.during, DISC);
}

function close(element) {
  element.removeAttribute("data-until");
  element.removeAttribute("data-since");
  if (element.matches("a")) return note(element);
  if (element.matches(".state")) return turn(element, element.dataset.then || "closed", element.dataset.after, BAR);
  element.classList.add("is-over");
  if (element.matches("[data-due]")) showNext(element);
}

// Of an opening and deadlines the one that comes next is shown large, those after it small.
function showNext(due) {
  const next = due.nextElementSibling;
  if (!next) return;
  due.hidden = true;
  next.querySelector("[data-due-now]").hidden = false;
  for (let later = next; later; later = later.nextElementSibling) {
    const small = later.querySelector("[data-due-next]");
    if (small) small.hidden = later === next;
  }
}

// A link that led to an application becomes the words that it is too late.
function note(link) {
  const words = document.createElement("strong");
  words.className = "after";
  words.textContent = link.dataset.after;
  link.replaceWith(words);
}

function tellDaysLeft(state, millisecondsLeft) {
  const days = Math.floor(millisecondsLeft / DAY_MS);
  const isOpen = ["open", "closing_soon"].includes(state.dataset.state) && !("quiet" in state.dataset);
  if (!isOpen || days < 1 || days > NEAR_DAYS || state.querySelector(".state-more")) return;
  const more = document.createElement("span");
  more.className = "state-more";
  more.textContent = new Intl.RelativeTimeFormat(document.documentElement.lang).format(days, "day");
  state.querySelector(".state-word").after(more);
}

function update() {
  const now = Date.now();
  for (const state of document.querySelectorAll("[data-since]")) if (Date.parse(state.dataset.since) <= now) begin(state);
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = Date.parse(element.dataset.until) - now;
    if (left <= 0) close(element);
    else if (element.matches(".state")) tellDaysLeft(element, left);
  }
  document.dispatchEvent(new Event("ponte:turned"));
}

update();
setInterval(update, 60000);
document.addEventListener("visibilitychange", update);
document.addEventListener("ponte:shown", update);
