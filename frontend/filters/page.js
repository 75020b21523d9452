// Narrows a list by several values at once, in the address too; without this each value is a page of its own.
// What state an item is in follows from its moments and the reader's clock, so that a cached page says nothing that is over.
import { Choice } from "./choice.js";
import { Index } from "./index.js";
import { Rows } from "./rows.js";
import { View } from "./view.js";

const ROWS_AT_ONCE = 20;

class Filters {
  constructor(bar, found, groups) {
    this.bar = bar;
    this.found = found;
    this.groups = groups;
    this.section = bar.dataset.section;
    this.rows = new Rows(this.section, groups);
    this.view = new View(bar, found);
    this.values = this.view.values();
    this.turn = 0;
    bar.setAttribute("role", "form");
    this.listen();
    this.read();
  }

  listen() {
    this.bar.addEventListener("focusin", () => this.load().catch(() => {}), { once: true });
    this.bar.addEventListener("change", (event) => this.toggle(event.target.name, event.target.value));
    this.view.show.addEventListener("click", () => {
      this.bar.querySelector("[data-filters-fold]").open = false;
      this.view.focusCount();
    });
    this.found.addEventListener("click", (event) => {
      const { facet, value } = event.target.dataset;
      if (!facet) return;
      this.toggle(facet, value);
      this.focusResult();
    });
    this.view.part("clear").addEventListener("click", (event) => {
      event.preventDefault();
      this.go("");
      this.focusResult();
    });
    this.view.part("more").querySelector("button").addEventListener("click", () => this.showMore());
    addEventListener("popstate", () => this.read());
  }

  load() {
    if (!this.loading) {
      this.loading = fetch(`${this.section}filters.json`).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
      this.loading.catch(() => (this.loading = null));
    }
    return this.loading;
  }

  toggle(facet, code) {
    this.choice.toggle(facet, code);
    this.go(this.choice.query());
  }

  go(query) {
    history.pushState(null, "", query ? `?${query}` : location.pathname);
    this.read();
  }

  read() {
    this.choice = new Choice(this.values, location.search);
    this.shown = ROWS_AT_ONCE;
    this.view.tick(this.choice);
    for (const link of document.querySelectorAll("header nav a[hreflang], [data-found-elsewhere] a")) link.search = this.choice.query();
    const isNarrowed = this.choice.all().length > 0;
    this.groups.hidden = isNarrowed;
    this.found.hidden = !isNarrowed;
    document.querySelectorAll("[data-elsewhere]").forEach((notice) => (notice.hidden = isNarrowed));
    // Where a row has moved, the counts that the page came with are over too.
    if (isNarrowed || this.loading || "moved" in this.groups.dataset) this.show();
  }

  async show() {
    const turn = ++this.turn;
    try {
      const index = new Index(await this.load());
      if (turn !== this.turn) return;
      const items = index.select(this.choice);
      const rows = await this.rows.take(items.slice(0, this.shown), index.told.pages);
      if (turn === this.turn) this.view.draw(index, this.choice, this.shown, rows, items.length);
    } catch {
      if (turn === this.turn) this.fail();
    }
  }

  // The button that was pressed goes with what it took away: the focus goes to what is there now.
  focusResult() {
    if (this.choice.all().length) this.view.focusCount();
    else [...this.bar.querySelectorAll("summary, input")].find((one) => one.getClientRects().length).focus();
  }

  fail() {
    this.groups.hidden = false;
    this.view.fail();
  }

  showMore() {
    const first = this.shown;
    this.shown += ROWS_AT_ONCE;
    this.show().then(() => this.view.focusRow(first));
  }
}

const [bar, found, groups] = ["filters", "found", "filter-groups"].map((name) => document.querySelector(`[data-${name}]`));
if (bar && found) new Filters(bar, found, groups);
