// Search and replace over all texts of the page. Codes are left alone; each replacement can be undone in its text.

import { findTokens } from "./tokens.js";

const fold = (text) => text.toLocaleLowerCase();

export class Search {
  constructor(form, segments, words) {
    Object.assign(this, { form, segments, words, at: -1, from: 0 });
    this.says = form.querySelector("[data-wb-found]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.next();
    });
    for (const button of form.querySelectorAll("[data-wb-replace]")) {
      button.addEventListener("click", () => (button.dataset.wbReplace === "all" ? this.replaceAll() : this.replaceOne()));
    }
  }

  get wanted() {
    return this.form.elements.wanted.value;
  }

  open() {
    this.form.hidden = false;
    this.form.elements.wanted.select();
  }

  count() {
    const wanted = fold(this.wanted);
    return wanted ? this.segments.reduce((sum, one) => sum + fold(one.area.value).split(wanted).length - 1, 0) : 0;
  }

  /** Selects the next place where the words stand, round and round. */
  next() {
    const wanted = fold(this.wanted);
    this.says.textContent = this.words.found.replace("%count%", this.count());
    if (!wanted) return;
    for (let step = 0; step <= this.segments.length; step += 1) {
      const index = (Math.max(this.at, 0) + step) % this.segments.length;
      const start = index === this.at && step === 0 ? this.from : 0;
      const place = fold(this.segments[index].area.value).indexOf(wanted, start);
      if (place < 0) continue;
      this.at = index;
      this.from = place + wanted.length;
      this.segments[index].area.focus();
      this.segments[index].area.setSelectionRange(place, this.from);
      return;
    }
  }

  replaceOne() {
    const segment = this.segments[this.at];
    const chosen = segment && segment.area.value.slice(segment.area.selectionStart, segment.area.selectionEnd);
    if (chosen && fold(chosen) === fold(this.wanted) && !this.cutsToken(segment)) {
      segment.insert(this.form.elements.instead.value);
      this.from = segment.area.selectionStart;
    }
    this.next();
  }

  cutsToken({ area }) {
    return findTokens(area.value).some((one) => one.start < area.selectionEnd && area.selectionStart < one.end);
  }

  replaceAll() {
    const wanted = fold(this.wanted);
    let count = 0;
    for (const segment of wanted ? this.segments : []) {
      let from = 0;
      for (;;) {
        const place = fold(segment.area.value).indexOf(wanted, from);
        if (place < 0) break;
        segment.area.setSelectionRange(place, place + wanted.length);
        from = place + wanted.length;
        if (this.cutsToken(segment) || segment.area.readOnly) continue;
        segment.insert(this.form.elements.instead.value);
        from = segment.area.selectionStart;
        count += 1;
      }
    }
    this.says.textContent = this.words.replaced.replace("%count%", count);
  }
}
