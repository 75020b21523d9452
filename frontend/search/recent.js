// Queries that this browser asked last, newest first. They are kept here alone; where nothing is kept, there are none.
const KEY = "ponte-search-recent";
const KEPT = 8;
const LENGTH = 128;

export function readRecent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((q) => typeof q === "string" && q && q.length <= LENGTH).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

export function remember(q) {
  if (!q) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([q, ...readRecent().filter((other) => other !== q)].slice(0, KEPT)));
  } catch {
    // Refused or full: nothing is kept.
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
