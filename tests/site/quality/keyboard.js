// What has the focus: where it is, whether it is seen, how large a target it is, and whether anything covers it.
() => {
  const LEAST = 24;
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const target = element.labels && element.labels.length && element.matches("[type=checkbox]") ? element.labels[0] : element;
  const boxOf = (one) => one.getBoundingClientRect();
  const [first] = target.getClientRects();
  const box = boxOf(target);
  const style = getComputedStyle(element);
  const outline = getComputedStyle(element.matches("[type=checkbox]") && style.outlineStyle === "none" ? target : element);
  const text = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const block = target.parentElement.closest("p, li, dd, td, figcaption, blockquote");
  const isInSentence = style.display.startsWith("inline") && block && text(block).length > text(target).length;
  const isAlone = () => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return [...document.querySelectorAll("a[href], button, input, summary, select")]
      .filter((one) => one !== element && !target.contains(one) && !one.contains(target) && one.getClientRects().length)
      .map(boxOf)
      .every((other) => {
        const [dx, dy] = [Math.max(other.left - x, x - other.right, 0), Math.max(other.top - y, y - other.bottom, 0)];
        return Math.hypot(dx, dy) >= LEAST / 2;
      });
  };
  const isLarge = Math.min(box.width, box.height) >= LEAST - 0.5;
  const seen = first && document.elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
  const faults = [];
  if (outline.outlineStyle === "none" || parseFloat(outline.outlineWidth) < 2) faults.push("its focus is not seen");
  if (!isLarge && !isInSentence && !isAlone()) faults.push(`its target is ${box.width.toFixed()} x ${box.height.toFixed()} px`);
  if (!seen || !(target.contains(seen) || seen.contains(target))) faults.push(`${seen ? seen.localName + "." + seen.className : "the edge"} covers it`);
  element.dataset.place ??= String((window.places = (window.places || 0) + 1));
  const name = (element.getAttribute("aria-label") || text(target) || element.name || "").slice(0, 40);
  return { place: element.dataset.place, what: `${element.localName} ${name}`, isLast: !!element.closest("footer"), faults };
}
