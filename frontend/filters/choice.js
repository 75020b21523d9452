// Which values are chosen: an array of codes for each facet, as the address has them and the page knows them.
export class Choice {
  constructor(values, query) {
    this.values = values;
    const given = new URLSearchParams(query);
    this.codes = new Map([...values].map(([facet, known]) => [facet, [...known.keys()].filter((code) => given.getAll(facet).includes(code))]));
  }

  of(facet) {
    return this.codes.get(facet) || [];
  }

  toggle(facet, code) {
    const codes = this.of(facet);
    this.codes.set(facet, codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]);
  }

  all() {
    return [...this.codes].flatMap(([facet, codes]) => codes.map((code) => [facet, code]));
  }

  query() {
    return new URLSearchParams(this.all()).toString();
  }

  name(facet, code) {
    return this.values.get(facet).get(code);
  }
}
