// Puts text into a text area as if it were typed, so that the browser's own undo takes it back.

/** Replaces the selection; keeps the caret after what was inserted. */
export const insertText = (area, text) => {
  area.focus();
  if (text === "" && area.selectionStart === area.selectionEnd) return;
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!done) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
};

/** Replaces all of it. */
export const replaceText = (area, text) => {
  if (area.value === text) return;
  area.focus();
  area.setSelectionRange(0, area.value.length);
  insertText(area, text);
};

/** Puts a pair of codes around the selection, or at the caret. */
export const wrapSelection = (area, number) => {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const has = (token) => area.value.includes(token);
  const [open, close] = [`⟦${number}⟧`, `⟦/${number}⟧`];
  if (has(open) && has(close)) return;
  if (has(open)) insertText(area, `${chosen}${close}`);
  else if (has(close)) insertText(area, `${open}${chosen}`);
  else {
    insertText(area, `${open}${chosen}${close}`);
    if (!chosen) {
      const place = area.selectionStart - close.length;
      area.setSelectionRange(place, place);
    }
  }
};

/** Whether an input method is at work: then nothing of ours may run. */
export const isComposing = (event) =>
  event.isComposing || event.keyCode === 229 || event.target?.dataset?.wbComposing === "1";
