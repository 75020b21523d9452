// Sends texts to the server, one request at a time for each segment; what could not be sent stays in the browser
// and is sent again. Knows nothing of what is shown.

const RETRY_MS = 5000;

export class Keeper {
  /** `root` names translation and user; `tell(word)` is called when what is kept changes. */
  constructor(root, tell) {
    this.address = root.dataset.urls;
    this.name = `ponte-workbench:${root.dataset.user}:${root.dataset.translation}:`;
    this.token = root.querySelector("[name=csrfmiddlewaretoken]").value;
    this.tell = tell;
    this.running = new Map();
    this.waiting = new Set();
    this.trouble = "";
    this.timer = 0;
    window.addEventListener("online", () => this.retry());
  }

  key(segment) {
    return `${this.name}${segment.context}-${segment.string}`;
  }

  /** Remembers the text here until the server has it. */
  hold(segment, origin) {
    const text = segment.area.value;
    const held = { text, stamp: segment.stamp, origin, at: Date.now() };
    try {
      localStorage.setItem(this.key(segment), JSON.stringify(held));
    } catch {
      // Full or forbidden: the page itself still has the text.
    }
    this.waiting.add(segment);
    this.say();
  }

  /** What an earlier visit left unsent, or null. */
  recall(segment) {
    try {
      return JSON.parse(localStorage.getItem(this.key(segment)));
    } catch {
      return null;
    }
  }

  forget(segment, text) {
    if (segment.area.value !== text) return;
    try {
      localStorage.removeItem(this.key(segment));
    } catch {
      // Nothing was held.
    }
    this.waiting.delete(segment);
    this.say();
  }

  /** Posts a segment's text; {status, body}, status 0 where nothing came back. Requests of one segment follow each other. */
  send(segment, what, origin) {
    const before = this.running.get(segment) ?? Promise.resolve();
    const now = before.then(() => this.post(segment, what, origin));
    this.running.set(segment, now);
    return now;
  }

  async post(segment, what, origin) {
    const text = segment.area.value;
    const { context, string, stamp } = segment;
    const body = new URLSearchParams({ context, string, stamp, text, origin });
    const answer = await this.ask(`${what}/`, { method: "POST", body, headers: { "X-CSRFToken": this.csrf() } });
    this.trouble = { 0: "offline", 401: "login", 403: "refused", 404: "refused", 413: "refused", 423: "refused", 500: "offline" }[answer.status] ?? "";
    if (answer.body?.stamp) segment.stamp = answer.body.stamp;
    if (answer.status === 200 || answer.status === 422) this.forget(segment, what === "drop" ? segment.area.value : text);
    else if (this.trouble) this.later();
    this.say();
    return { ...answer, text };
  }

  /** Posts a form of the page; {status, body}. */
  submit(path, body) {
    return this.ask(path, { method: "POST", body, headers: { "X-CSRFToken": this.csrf() } });
  }

  async ask(path, options = {}) {
    try {
      const response = await fetch(this.address + path, { credentials: "same-origin", redirect: "manual", ...options });
      if (response.type === "opaqueredirect") return { status: 401 };
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      if (isJson) return { status: response.status, body: await response.json() };
      return { status: response.status === 403 ? 401 : 500 };
    } catch {
      return { status: 0 };
    }
  }

  /** Another tab may have logged in meanwhile, which gives a new one. */
  csrf() {
    return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? this.token;
  }

  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.retry(), RETRY_MS);
  }

  retry() {
    for (const segment of this.waiting) segment.save();
  }

  /** Resolves when everything that can be sent is sent; true where nothing is left. */
  async flush() {
    for (const segment of this.waiting) segment.save();
    await Promise.all(this.running.values());
    return this.waiting.size === 0;
  }

  say() {
    this.tell(this.waiting.size === 0 ? "saved" : this.trouble || "saving");
  }
}
