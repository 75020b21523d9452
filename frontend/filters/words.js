// Numbers and sentences in the language of the page; the sentences are those that the page brings along.
const NUMBERS = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: "min2" });

export const format = (count) => NUMBERS.format(count);

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const makeCounter = ({ one, many }) => (count) => fill(count === 1 ? one : many, { count: format(count) });
