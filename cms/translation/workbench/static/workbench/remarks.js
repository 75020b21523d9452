// What people say about texts, and what the checks find in all of them: two panels of the page, and the threads of one text.
// The server makes the HTML; nothing is shown as said before it is kept there.

const one = (root, name) => root.querySelector(`[data-wb-${name}]`);

export class Remarks {
  /** `flush()` sends all texts, so that the checks see them; `find(id)` is a segment by its address; `reach` goes there. */
  constructor(root, keeper, words, { flush, find, reach, say }) {
    Object.assign(this, { root, keeper, words, flush, find, reach, say });
    root.addEventListener("submit", (event) => this.submit(event));
    root.addEventListener("click", (event) => this.click(event));
    root.addEventListener("input", (event) => this.remember(event));
    const asked = root.querySelector("[data-wb-panel][data-wb-open]");
    if (asked) this.toggle(asked.dataset.wbPanel);
    for (const panel of root.querySelectorAll("[data-wb-panel]:not([hidden])")) this.expand(panel, true);
  }

  panel(name) {
    return this.root.querySelector(`[data-wb-panel="${name}"]`);
  }

  expand(panel, is) {
    panel.hidden = !is;
    this.root.querySelector(`[aria-controls="${panel.id}"]`)?.setAttribute("aria-expanded", is);
  }

  async toggle(name) {
    const panel = this.panel(name);
    if (!panel.hidden) return this.expand(panel, false);
    if (name === "findings") await this.flush();
    const { status, body } = await this.keeper.ask(`${name}/`);
    if (status !== 200) return this.say(this.words.failed);
    panel.innerHTML = body.html;
    this.expand(panel, true);
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  }

  close() {
    for (const panel of this.root.querySelectorAll("[data-wb-panel]")) this.expand(panel, false);
  }

  /** The threads of a text, below it; `begins` opens the form for a new one and goes there. */
  async showOf(segment, begins = false) {
    const place = one(segment.element, "threads");
    if (!place) return;
    const { status, body } = await this.keeper.ask(`comments/?context=${segment.context}&string=${segment.string}`);
    if (status !== 200 || !place.isConnected) return;
    place.innerHTML = body.html;
    this.count(body);
    this.openForm(segment, begins);
  }

  openForm(segment, begins) {
    const form = one(segment.element, "begin");
    form.hidden = !begins && !segment.remark;
    form.elements.text.value = segment.remark ?? "";
    if (begins) form.elements.text.focus();
  }

  remember({ target }) {
    const form = target.closest("[data-wb-begin]");
    const segment = form && this.of(form);
    if (segment) segment.remark = target.value;
  }

  of(element) {
    return this.find(element.closest("[data-wb-segment]")?.id);
  }

  count({ open, gone }) {
    let sum = gone;
    for (const element of this.root.querySelectorAll("[data-wb-segment]")) {
      const number = open[element.id.slice(1)] ?? 0;
      const mark = one(element, "count");
      mark.hidden = number === 0;
      mark.querySelector("span").textContent = number;
      sum += number;
    }
    one(this.root, "open-comments").textContent = sum;
  }

  async submit(event) {
    const form = event.target;
    const { wbComment, wbAccept } = form.dataset;
    const isAll = "wbAcceptAll" in form.dataset;
    if (!wbComment && !wbAccept && !isAll) return;
    event.preventDefault();
    const values = new URLSearchParams(new FormData(form));
    if (wbAccept) await this.accept(form, values);
    else if (isAll) await this.acceptAll(values);
    else await this.send(form, `comments/${wbComment}/`, values);
  }

  async send(form, path, values) {
    const segment = this.of(form);
    if (segment) {
      values.set("context", segment.context);
      values.set("string", segment.string);
    }
    const { status, body } = await this.keeper.submit(path, values);
    if (status !== 200) return this.refuse(form, body);
    if (segment && "wbBegin" in form.dataset) segment.remark = "";
    const place = segment ? one(segment.element, "threads") : this.panel("comments");
    place.innerHTML = body.html;
    this.count(body);
    if (segment) this.openForm(segment, false);
    place.querySelector("textarea")?.focus();
  }

  /** Warnings of the whole list; then the texts that are shown say so too. */
  async acceptAll(values) {
    const panel = this.panel("findings");
    const { status, body } = await this.keeper.submit("accept-all/", values);
    if (status !== 200) return this.refuse(panel, body);
    panel.innerHTML = body.html;
    panel.focus();
  }

  async accept(form, values) {
    const segment = this.of(form);
    await segment.save();
    values.set("context", segment.context);
    values.set("string", segment.string);
    values.set("code", form.dataset.wbAccept);
    const { status, body } = await this.keeper.submit("accept/", values);
    if (status !== 200) return this.refuse(form, body);
    segment.showFindings(body.findings);
    segment.area.focus();
  }

  refuse(place, body) {
    const said = (body?.messages ?? [this.words.failed]).join(" ");
    let line = place.querySelector("[data-wb-refused]");
    if (!line) {
      line = document.createElement("p");
      line.dataset.wbRefused = "";
      line.className = "wb-finding";
      line.dataset.severity = "error";
      line.setAttribute("role", "alert");
      place.append(line);
    }
    line.textContent = said;
  }

  async click(event) {
    const jump = event.target.closest("[data-wb-jump]");
    const settle = event.target.closest("[data-wb-settle-thread]");
    if (jump) {
      const segment = this.find(`s${jump.dataset.wbJump}`);
      if (!segment) return;
      event.preventDefault();
      segment.element.hidden = false;
      this.reach(segment);
    } else if (settle) {
      const values = new URLSearchParams({ thread: settle.dataset.wbSettleThread });
      await this.send(settle.closest("form"), "comments/settle/", values);
    } else if (event.target.closest("[data-wb-accept-begin]")) {
      this.askWhy(event.target.closest("[data-wb-accept-begin]"));
    }
  }

  /** The button becomes a field for the reason. */
  askWhy(button) {
    const form = document.createElement("form");
    form.className = "wb-comment";
    form.dataset.wbAccept = button.dataset.wbAcceptBegin;
    const label = document.createElement("label");
    label.textContent = `${this.words.why} `;
    const input = Object.assign(document.createElement("input"), { name: "reason", required: true, maxLength: 1000 });
    label.append(input);
    const send = Object.assign(document.createElement("button"), { type: "submit", textContent: this.words.send });
    send.className = "button button-small";
    form.append(label, send);
    button.replaceWith(form);
    input.focus();
  }
}
