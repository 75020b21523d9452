// Comes in: a page laid out. Goes out: what is wrong with it, in words: too wide, cut off, one text over another or over a control,
// a part that scrolls sideways and that no keyboard reaches. Changes nothing.
() => {
  const problems = [];
  const root = document.documentElement;
  const width = root.clientWidth;
  const styles = new Map();
  const styleOf = (element) => styles.get(element) || styles.set(element, getComputedStyle(element)).get(element);
  const say = (what, element) => {
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    const name = `${element.localName}${element.className && element.className.baseVal === undefined ? `.${[...element.classList].join(".")}` : ""}`;
    problems.push(`${what}: ${name} “${text}”`);
  };
  const isClipped = (element) => /^(rect|inset)\(/.test(styleOf(element).clip) || styleOf(element).clipPath !== "none";
  const chain = (element) => {
    const found = [];
    for (let one = element; one; one = one.parentElement) found.push(one);
    return found;
  };
  const isShown = (element) => {
    if (!element.getClientRects().length || !element.checkVisibility({ visibilityProperty: true })) return false;
    return !chain(element).some((one) => isClipped(one));
  };
  const scrolls = (element) => /auto|scroll/.test(styleOf(element).overflowX);
  const holder = (element) => chain(element.parentElement).find((one) => one !== document.body && one !== root && scrolls(one));

  if (root.scrollWidth > width) problems.push(`the page is ${root.scrollWidth - width} px too wide`);

  const elements = [...document.body.querySelectorAll("*")].filter(isShown);
  for (const element of elements) {
    const box = element.getBoundingClientRect();
    if (!holder(element) && box.width && (box.right > width + 1 || box.left < -1)) say(`beyond the edge by ${Math.round(Math.max(box.right - width, -box.left))} px`, element);
    const style = styleOf(element);
    if (/hidden|clip/.test(style.overflowX + style.overflowY) && element.textContent.trim() && element.localName !== "svg") {
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) say("cut off", element);
    }
    if (scrolls(element) && element.scrollWidth > element.clientWidth + 1) {
      const isNamed = element.getAttribute("role") && (element.getAttribute("aria-label") || element.getAttribute("aria-labelledby"));
      if (element.tabIndex < 0 || !isNamed) say("scrolls sideways without focus or name", element);
    }
  }

  // The middle band of each line of text, cut to what the boxes that scroll or hide let through.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !isShown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = chain(node.parentElement).filter((one) => one !== document.body && one !== root && styleOf(one).overflowX !== "visible");
    for (const rect of range.getClientRects()) {
      const line = { left: rect.left + 1, right: rect.right - 1, top: rect.top + rect.height * 0.3, bottom: rect.bottom - rect.height * 0.3, node };
      for (const box of boxes.map((one) => one.getBoundingClientRect())) {
        line.left = Math.max(line.left, box.left);
        line.right = Math.min(line.right, box.right);
        line.top = Math.max(line.top, box.top);
        line.bottom = Math.min(line.bottom, box.bottom);
      }
      if (line.right > line.left && line.bottom > line.top) lines.push(line);
    }
  }
  lines.sort((one, other) => one.top - other.top);
  for (let first = 0; first < lines.length; first += 1) {
    for (let next = first + 1; next < lines.length && lines[next].top < lines[first].bottom; next += 1) {
      const [one, other] = [lines[first], lines[next]];
      if (one.node !== other.node && one.left < other.right && other.left < one.right) {
        say(`over “${one.node.data.trim().slice(0, 30)}”`, other.node.parentElement);
      }
    }
  }
  // Controls that are boxes: no words of others over them.
  for (const control of elements.filter((one) => one.matches("button, summary, input, select, .button"))) {
    const box = control.getBoundingClientRect();
    for (const line of lines) {
      const isOver = line.left < box.right - 1 && box.left + 1 < line.right && line.top < box.bottom - 1 && box.top + 1 < line.bottom;
      if (isOver && !control.contains(line.node) && !line.node.parentElement.contains(control)) {
        say(`over “${line.node.data.trim().slice(0, 30)}”`, control);
      }
    }
  }
  return [...new Set(problems)].slice(0, 12);
}
