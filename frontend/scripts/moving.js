// A row whose state has turned leaves the group in which it no longer belongs, or the page. What begins it and what ends it: deadline.js.
const OVER = ["closed", "past"];

function move(state) {
  state.removeAttribute("data-turned");
  const row = state.closest("li[data-type]");
  const group = row && row.closest("section");
  const list = group && group.closest("[data-filter-groups], [data-selection]");
  if (!list) return;
  const code = state.dataset.state;
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  if (list.matches("[data-filter-groups]") && !("leaves" in row.dataset)) place(row, group, list, code, state.querySelector(".state-word").textContent);
  else if (OVER.includes(code)) leave(row, list);
  if (focused) focused.focus();
  group.hidden = !group.querySelector("li");
}

function leave(row, list) {
  list.dataset.moved = "";
  row.remove();
}

function place(row, group, list, code, words) {
  const names = { closed: [row.dataset.over, "closed"], under_way: ["upcoming"] }[code] || [code];
  const known = names.map((name) => name && list.querySelector(`#${name}`)).find(Boolean);
  const goal = known || makeGroup(code, words);
  if (goal === group) return;
  if (!known) list.insertBefore(goal, OVER.includes(code) ? null : list.firstChild);
  list.dataset.moved = "";
  const rows = goal.querySelector("ul");
  rows.insertBefore(row, OVER.includes(code) ? rows.firstChild : null);
  goal.hidden = false;
}

function makeGroup(id, words) {
  const group = Object.assign(document.createElement("section"), { id, className: "band" });
  const heading = document.createElement("h2");
  heading.textContent = words;
  group.append(heading, Object.assign(document.createElement("ul"), { className: "rows" }));
  return group;
}

function moveAll() {
  document.querySelectorAll("[data-turned]").forEach(move);
}

moveAll();
document.addEventListener("ponte:turned", moveAll);
