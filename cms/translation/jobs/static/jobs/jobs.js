/* One box chooses all of a page, in the form that it stands in. */
for (const form of document.querySelectorAll("[data-choosing]")) {
  const all = form.querySelector("[data-choose-all]");
  const boxes = form.querySelectorAll("input[name=job], input[name=line]");
  if (!all) continue;
  const show = () => {
    const chosen = [...boxes].filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  form.addEventListener("change", show);
  show();
}
