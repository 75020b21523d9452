// One bundle of the static index: Pagefind's own class, handed what was fetched at once; it asks for nothing by itself.
const PREFIX = "xx_";
const FIELDS = { title: 1, summary: 2, names: 4, sounds: 8 };
const NO_META = JSON.stringify({ meta_weights: { title: 0, summary: 0, names: 0, sounds: 0 } });

export class Missing extends Error {}

async function fetchBytes(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Missing(`${url} answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function fetchJson(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Missing(`${url} answers ${response.status}`);
  return response.json();
}

const machines = new Map();

// Pagefind's module with its machine running: `open(folder)` makes one of its indexes. A module has one machine, however many
// ask for it: were it started twice, the second would take the first one's memory away.
export function startPagefind(root, told) {
  if (!machines.has(told.module)) {
    const starting = start(root, told);
    starting.catch(() => machines.delete(told.module));
    machines.set(told.module, starting);
  }
  return machines.get(told.module);
}

async function start(root, { module, machine }) {
  const [{ PagefindInstance }, packed] = await Promise.all([import(root + module), fetchBytes(root + machine)]);
  const open = (folder) => new PagefindInstance({ basePath: folder, primary: false });
  const first = open(root);
  await first.backend({ module_or_path: first.decompress(packed, machine) });
  return open;
}

export class Bundle {
  constructor(root, told, starting) {
    this.folder = root + told.folder;
    this.types = told.types;
    this.chunks = new Map();
    this.fragments = new Map();
    this.found = new Map();
    this.started = this.start(told, starting);
    this.ready = Promise.all([this.started, this.learn(told, starting)]);
    this.ready.catch(() => {});
  }

  async start(told, starting) {
    const [open, meta] = await Promise.all([starting, fetchBytes(this.folder + told.meta)]);
    this.index = open(this.folder);
    this.index.raw_ptr = this.index.backend.init_pagefind(this.index.decompress(meta, told.meta));
    this.index.raw_ptr = this.index.backend.set_ranking_weights(this.index.raw_ptr, NO_META);
  }

  async learn(told, starting) {
    const [open, packed] = await Promise.all([starting, fetchBytes(this.folder + told.facts)]);
    const rows = JSON.parse(new TextDecoder().decode(open(this.folder).decompress(packed, told.facts)));
    this.facts = new Map(rows.map(([id, type, state, date, topics, codes, later]) => [id, { id, bundle: this, type, state, date, topics, codes, later }]));
  }

  // By id, how often a word stands in a page's body, as Pagefind weighs it, and the fields that it stands in.
  find(token) {
    if (!this.found.has(token)) {
      const found = this.ask(token);
      found.catch(() => this.found.delete(token));
      this.found.set(token, found);
    }
    return this.found.get(token);
  }

  async ask(token) {
    await this.started;
    const { backend } = this.index;
    await Promise.all(JSON.parse(backend.request_indexes(this.index.raw_ptr, token)).filter(Boolean).map((name) => this.load(name)));
    const { results } = JSON.parse(backend.search(this.index.raw_ptr, token, token, "{}", "", false, false));
    await this.ready;
    const bodies = results.filter((one) => one.l.length).length;
    const idf = Math.log(1 + (this.facts.size - bodies + 0.5) / (bodies + 0.5));
    const found = new Map();
    for (const { p: page, s: score, mf: fields } of results) {
      found.set(page.slice(PREFIX.length), { body: score / idf, fields: (fields || []).reduce((all, name) => all | FIELDS[name], 0) });
    }
    return found;
  }

  load(name) {
    if (!this.chunks.has(name)) {
      const loading = fetchBytes(`${this.folder}index/${name}.pf_index`).then((packed) => {
        this.index.raw_ptr = this.index.backend.load_index_chunk(this.index.raw_ptr, this.index.decompress(packed, name));
      });
      loading.catch(() => this.chunks.delete(name));
      this.chunks.set(name, loading);
    }
    return this.chunks.get(name);
  }

  // What a hit shows.
  read(id) {
    if (!this.fragments.has(id)) {
      const name = `${PREFIX}${id}.pf_fragment`;
      const reading = fetchBytes(`${this.folder}fragment/${name}`).then((packed) => JSON.parse(new TextDecoder().decode(this.index.decompress(packed, name))));
      reading.catch(() => this.fragments.delete(id));
      this.fragments.set(id, reading);
    }
    return this.fragments.get(id);
  }
}
