import { Choice } from "./choice.js";

const STATUS = "status";

// What filters.json says, asked at one moment: `now` is in milliseconds.
export class Index {
  constructor(told, now = Date.now()) {
    this.told = told;
    this.now = now;
    this.facets = new Map(told.facets.map(([name, codes], place) => [name, { place, codes }]));
    this.items = this.open(told.items);
    this.elsewhere = Object.entries(told.elsewhere || {}).map(([locale, entries]) => [locale, this.open(entries)]);
  }

  open(entries) {
    const now = this.now / 1000;
    return entries.map(([path, page, timeline, moments, values]) => {
      let group = timeline[0];
      for (let place = 1; place < timeline.length && timeline[place] <= now; place += 2) group = timeline[place + 1];
      const next = moments.find((moment) => moment > now) ?? moments[moments.length - 1] ?? Infinity;
      return { path, page, group, next: this.told.ahead.includes(group) ? next : 0, values };
    });
  }

  has(item, facet, code) {
    if (facet === STATUS) return this.told.groups[item.group] === code;
    const { place, codes } = this.facets.get(facet) || { place: -1, codes: [] };
    return (item.values[place] || []).includes(codes.indexOf(code));
  }

  // `except` is a facet that is left out of account.
  fits(item, choice, except = "") {
    const isHidden = (this.told.unlisted || []).includes(item.group);
    if (isHidden && except !== STATUS && !choice.of(STATUS).length) return false;
    return [...choice.codes].every(([facet, codes]) => facet === except || !codes.length || codes.some((code) => this.has(item, facet, code)));
  }

  select(choice) {
    return this.items.filter((item) => this.fits(item, choice)).sort((one, other) => one.group - other.group || (one.next === other.next ? 0 : one.next - other.next));
  }

  count(choice, facet, code) {
    return this.items.filter((item) => this.has(item, facet, code) && this.fits(item, choice, facet)).length;
  }

  countElsewhere(choice, locale) {
    const [, entries] = this.elsewhere.find(([other]) => other === locale) || ["", []];
    return entries.filter((item) => this.fits(item, choice)).length;
  }

  countWithout(choice, facet, code) {
    const looser = new Choice(choice.values, choice.query());
    looser.toggle(facet, code);
    return this.items.filter((item) => this.fits(item, looser)).length;
  }
}
