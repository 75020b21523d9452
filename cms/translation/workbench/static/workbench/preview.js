// The page beside the texts, as the public would see it, scrolled to the text that is being written.

export class Preview {
  constructor(panel, address) {
    this.panel = panel;
    this.address = address;
    this.frame = panel?.querySelector("[data-wb-frame]");
    this.busy = panel?.querySelector("[data-wb-busy]");
    this.words = "";
    this.place = 0;
    this.frame?.addEventListener("load", () => this.arrive());
  }

  get isOpen() {
    return Boolean(this.panel) && !this.panel.hidden;
  }

  toggle() {
    if (!this.panel) return;
    this.panel.hidden = !this.panel.hidden;
    this.panel.parentElement.toggleAttribute("data-beside", this.isOpen);
    this.reload();
  }

  /** Asks for the page again; it stays where it was until the new one is there. */
  reload() {
    if (!this.isOpen) return;
    this.busy.textContent = this.busy.dataset.wbBusy;
    this.place = this.frame.contentWindow?.scrollY ?? 0;
    if (this.frame.src) this.frame.contentWindow.location.replace(`${this.address}preview/`);
    else this.frame.src = `${this.address}preview/`;
  }

  arrive() {
    this.busy.textContent = "";
    this.frame.contentWindow.scrollTo(0, this.place);
    this.show(this.words);
  }

  /** Scrolls to where these words stand on the page and marks the place. */
  show(words) {
    this.words = words;
    const root = this.isOpen && this.frame.contentDocument?.body;
    const wanted = words.replace(/⟦\/?[a-z0-9]+⟧/g, "").replace(/\s+/g, " ").trim();
    if (!root || !wanted) return;
    for (const marked of root.querySelectorAll("[data-wb-here]")) this.mark(marked, false);
    const found = [...root.querySelectorAll("h1,h2,h3,h4,p,li,td,th,dt,dd,figcaption,blockquote,a,span,summary,time")].filter(
      (element) => element.textContent.replace(/\s+/g, " ").includes(wanted),
    );
    const place = found.filter((element) => !found.some((other) => other !== element && element.contains(other)))[0];
    if (!place) return;
    this.mark(place, true);
    place.scrollIntoView({ block: "center" });
  }

  mark(element, is) {
    element.toggleAttribute("data-wb-here", is);
    element.style.outline = is ? "3px solid #A8281E" : "";
    element.style.outlineOffset = is ? "4px" : "";
  }
}
