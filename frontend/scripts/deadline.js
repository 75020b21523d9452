// Past a deadline the browser says so, even where the page is cached. Before it, a state may say how long is left.
const DAY_MS = 86400000;
const NEAR_DAYS = 30;
const BAR = '<path d="M2 8h12" stroke="currentColor" stroke-width="4"/>';

function close(element) {
  if (element.matches("a")) {
    const note = document.createElement("strong");
    note.className = "after";
    note.textContent = element.dataset.after;
    element.replaceWith(note);
    return;
  }
  element.dataset.state = "closed";
  element.querySelector(".state-word").textContent = element.dataset.after;
  element.querySelector(".shape").innerHTML = BAR;
  element.querySelectorAll(".state-more").forEach((more) => more.remove());
  element.removeAttribute("data-until");
}

function tellDaysLeft(element, millisecondsLeft) {
  const days = Math.floor(millisecondsLeft / DAY_MS);
  const word = element.querySelector(".state-word");
  if (!word || days < 1 || days > NEAR_DAYS || element.querySelector(".state-more")) return;
  const more = document.createElement("span");
  more.className = "state-more";
  more.textContent = new Intl.RelativeTimeFormat(document.documentElement.lang).format(days, "day");
  word.after(more);
}

function update() {
  const now = Date.now();
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = Date.parse(element.dataset.until) - now;
    if (left <= 0) close(element);
    else tellDaysLeft(element, left);
  }
}

update();
setInterval(update, 60000);
document.addEventListener("visibilitychange", update);
document.addEventListener("ponte:shown", update);
