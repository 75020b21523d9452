// Rows by the path to which they lead: those of the page, and those of pages that are fetched when they are needed.
export class Rows {
  constructor(section, shown) {
    this.section = section;
    this.byPath = new Map();
    this.pages = new Map();
    this.keep(shown);
  }

  keep(place) {
    for (const row of place.querySelectorAll("li[data-type]")) {
      const link = row.querySelector("a[href]");
      if (link && !this.byPath.has(link.getAttribute("href"))) this.byPath.set(link.getAttribute("href"), row);
    }
  }

  async bring(page) {
    if (!this.pages.has(page)) {
      const asked = fetch(this.section + page).then((response) => (response.ok ? response.text() : ""));
      this.pages.set(page, asked.then((text) => this.keep(new DOMParser().parseFromString(text, "text/html"))));
      asked.catch(() => this.pages.delete(page));
    }
    return this.pages.get(page);
  }

  path(item) {
    return item.path.startsWith("/") ? item.path : this.section + item.path;
  }

  async take(items, pages) {
    const missing = items.filter((item) => !this.byPath.has(this.path(item))).map((item) => pages[item.page]);
    await Promise.all([...new Set(missing)].map((page) => this.bring(page)));
    return items.map((item) => this.byPath.get(this.path(item))).filter(Boolean).map(copyRow);
  }
}

function copyRow(row) {
  const copy = document.importNode(row, true);
  copy.querySelectorAll("h2").forEach((heading) => heading.setAttribute("aria-level", "3"));
  return copy;
}
