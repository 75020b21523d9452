// The search box in the header: suggestions from the endpoint, recent queries, and then the search page, as without this.
import { attachCombobox } from "./combobox.js";
import { askSuggest, isResting, readConfig } from "./endpoint.js";
import { isPath } from "./paths.js";
import { readRecent, remember } from "./recent.js";

const form = document.querySelector("[data-search-box]");
const input = form.querySelector("input");
const words = JSON.parse(form.dataset.words);

async function complete(text, signal) {
  if (!text) return readRecent().map((q) => ({ text: q, kind: "recent" }));
  const config = await readConfig();
  if (!config.endpoint || isResting()) return [];
  return askSuggest(config.endpoint, text, words.locale, signal).then((answer) => answer.completions, () => []);
}

function choose(option) {
  if (isPath(option.url)) {
    location.assign(option.url);
    return;
  }
  input.value = option.text;
  remember(option.text);
  form.submit();
}

attachCombobox(input, words, { complete, choose });
form.addEventListener("submit", () => remember(input.value.trim()));
