// One segment on the page: its text area, what is said below it, and what becomes of its text.

import { drawMirror, leaveToken, missingCodes, protectTokens } from "./tokens.js";
import { insertText, replaceText, wrapSelection } from "./typing.js";

const QUIET_MS = 900;
const one = (root, name) => root.querySelector(`[data-wb-${name}]`);

export class Segment {
  constructor(element, keeper, words, changed) {
    Object.assign(this, { element, keeper, words, changed });
    const { context, string, stamp } = element.dataset;
    Object.assign(this, { context, string, stamp, origin: "manual", timer: 0, isComposing: false });
    this.area = one(element, "text");
    this.mirror = one(element, "mirror");
    this.numbers = [...element.querySelectorAll("[data-wb-chip]")].map((chip) => chip.dataset.wbChip);
    this.initial = this.area.value;
    drawMirror(this.mirror, this.area.value);
    this.listen();
  }

  get state() {
    return this.element.dataset.state;
  }

  listen() {
    const { area } = this;
    area.addEventListener("compositionstart", () => {
      this.isComposing = true;
      area.dataset.wbComposing = "1";
      window.clearTimeout(this.timer);
    });
    area.addEventListener("compositionend", () => {
      this.isComposing = false;
      delete area.dataset.wbComposing;
      this.typed();
    });
    area.addEventListener("beforeinput", (event) => {
      if (event.isComposing || this.isComposing) return;
      if (this.numbers.length) protectTokens(area, event);
      if ("single" in this.element.dataset && event.inputType === "insertLineBreak") event.preventDefault();
    });
    area.addEventListener("input", (event) => {
      drawMirror(this.mirror, area.value);
      if (!event.isComposing && !this.isComposing) this.typed();
    });
    area.addEventListener("keyup", (event) => {
      if (this.numbers.length && !this.isComposing && event.key.startsWith("Arrow")) leaveToken(area, event.key === "ArrowLeft");
    });
    area.addEventListener("pointerup", () => this.numbers.length && leaveToken(area));
    area.addEventListener("blur", () => this.save());
    for (const chip of this.element.querySelectorAll("[data-wb-chip]")) {
      chip.addEventListener("click", () => wrapSelection(area, chip.dataset.wbChip));
    }
  }

  /** The text is another one: held here at once, sent after a pause. */
  typed() {
    this.keeper.hold(this, this.origin);
    this.showLength();
    this.showChips();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), QUIET_MS);
  }

  insert(text, origin = "manual", all = false) {
    if (this.area.readOnly) return;
    this.origin = origin;
    if (all) replaceText(this.area, text);
    else insertText(this.area, text);
  }

  /** Sends what is not sent yet; while an input method composes nothing is. */
  async save() {
    window.clearTimeout(this.timer);
    if (this.isComposing || this.conflict || !this.keeper.waiting.has(this)) return;
    const origin = this.origin;
    this.origin = "manual";
    this.take(await this.keeper.send(this, "save", origin));
  }

  async confirm() {
    window.clearTimeout(this.timer);
    if (this.isComposing || this.conflict || this.area.readOnly) return false;
    const origin = this.origin;
    this.keeper.hold(this, origin);
    const answer = await this.keeper.send(this, "confirm", origin);
    this.take(answer);
    if (answer.status === 422) this.showFindings(answer.body.messages.map((message) => ({ severity: "error", message })));
    return answer.status === 200;
  }

  async drop() {
    const answer = await this.keeper.send(this, "drop", "manual");
    if (answer.status === 200) replaceText(this.area, answer.body.text);
    this.take(answer);
    return answer;
  }

  take({ status, body, text }) {
    if (status === 409) return this.showConflict(body, text);
    if (body?.state) this.show(body.state, body.words);
    if (body?.findings && this.area.value === text) this.showFindings(body.findings);
    if (body?.messages && status !== 422) this.showFindings(body.messages.map((message) => ({ severity: "error", message })));
    this.changed(this);
  }

  show(state, words) {
    this.element.dataset.state = state;
    one(this.element, "state").textContent = words;
  }

  showFindings(findings) {
    const lines = findings.map((finding) => this.makeLine(finding));
    one(this.element, "findings").replaceChildren(...lines);
    this.area.toggleAttribute("aria-invalid", findings.some((found) => found.severity === "error"));
  }

  /** One finding; a warning can be accepted, or was. */
  makeLine({ severity, message, code, accepted }) {
    const line = document.createElement("div");
    line.className = "wb-finding";
    line.dataset.severity = severity;
    line.textContent = accepted ? `✓ ${message} ${accepted}` : `${this.words[severity]} ${message}`;
    if (!code || accepted) return line;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "wb-accept", textContent: this.words.accept });
    button.dataset.wbAcceptBegin = code;
    line.append(" ", button);
    return line;
  }

  /** Two have written: both texts are shown, nothing is chosen for them. */
  showConflict(theirs, mine) {
    this.conflict = true;
    const box = document.getElementById("wb-conflict").content.cloneNode(true).firstElementChild;
    const when = theirs.at ? new Date(theirs.at).toLocaleTimeString(document.documentElement.lang) : "";
    one(box, "who").textContent = this.words.wrote.replace("%who%", theirs.by || this.words.somebody).replace("%when%", when);
    one(box, "theirs").textContent = theirs.text;
    const settle = (text) => {
      this.conflict = false;
      one(this.element, "conflict").replaceChildren();
      this.show(theirs.state, theirs.words);
      if (text === this.area.value) this.typed();
      else this.insert(text, "manual", true);
      this.area.focus();
    };
    box.querySelector("[data-wb-settle=mine]").addEventListener("click", () => settle(this.area.value || mine));
    box.querySelector("[data-wb-settle=theirs]").addEventListener("click", () => settle(theirs.text));
    one(this.element, "conflict").replaceChildren(box);
  }

  showLength() {
    const place = one(this.element, "length");
    const limit = Number(this.element.dataset.limit);
    if (!place || !limit) return;
    place.textContent = this.words.length.replace("%length%", [...this.area.value].length).replace("%limit%", limit);
    place.toggleAttribute("data-over", [...this.area.value].length > limit);
  }

  showChips() {
    const missing = new Set(missingCodes(this.area.value, this.numbers));
    for (const chip of this.element.querySelectorAll("[data-wb-chip]")) {
      chip.toggleAttribute("data-missing", missing.has(chip.dataset.wbChip));
    }
  }

  insertMissing() {
    const [first] = missingCodes(this.area.value, this.numbers);
    if (first) wrapSelection(this.area, first);
  }
}
