// The codes of a rich text as visible tokens, ⟦1⟧ … ⟦/1⟧: shown as chips behind the text area, and never half deleted.
// A text area, not an editable element: input methods, screen readers and undo work in it as everywhere.

const TOKEN = /⟦⟦|⟦\/?[a-z0-9]+⟧/g;

/** The tokens of a text with their places; a doubled ⟦ is a letter. */
export const findTokens = (text) =>
  [...text.matchAll(TOKEN)]
    .filter((found) => found[0] !== "⟦⟦")
    .map((found) => ({ token: found[0], start: found.index, end: found.index + found[0].length }));

/** Draws the text behind the text area: it gives the height, and chips lie under the tokens. */
export const drawMirror = (mirror, text) => {
  const parts = [];
  let position = 0;
  for (const { token, start, end } of findTokens(text)) {
    const chip = document.createElement("span");
    chip.className = "wb-chip";
    chip.textContent = token;
    parts.push(text.slice(position, start), chip);
    position = end;
  }
  parts.push(`${text.slice(position)}\n`);
  mirror.replaceChildren(...parts);
};

/** Which of the source's codes the text lacks: [{number, open, close}]. */
export const missingCodes = (text, numbers) => {
  const there = new Set(findTokens(text).map((one) => one.token));
  return numbers.filter((number) => !there.has(`⟦${number}⟧`) || !there.has(`⟦/${number}⟧`));
};

const around = (area, position) =>
  findTokens(area.value).find((one) => one.start < position && position < one.end);

/** Before a deletion: the whole token goes, not one of its letters. Before typing: not into the middle of one. */
export const protectTokens = (area, event) => {
  const { selectionStart: start, selectionEnd: end } = area;
  if (start === end) {
    const all = findTokens(area.value);
    const back = event.inputType.startsWith("deleteContentBackward") && all.find((one) => one.end === start);
    const ahead = event.inputType.startsWith("deleteContentForward") && all.find((one) => one.start === start);
    const hit = back || ahead;
    if (hit) area.setSelectionRange(hit.start, hit.end);
    else if (event.inputType.startsWith("insert")) leaveToken(area);
    return;
  }
  const first = around(area, start);
  const last = around(area, end);
  if (first || last) area.setSelectionRange(first ? first.start : start, last ? last.end : end);
};

/** Moves a caret that stands within a token to its end, or to its start where it came from behind. */
export const leaveToken = (area, backwards = false) => {
  if (area.selectionStart !== area.selectionEnd) return;
  const within = around(area, area.selectionStart);
  if (!within) return;
  const place = backwards ? within.start : within.end;
  area.setSelectionRange(place, place);
};
