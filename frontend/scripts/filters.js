// On desks the filters stand open. On the page of one value, the links to the others lead to both together.
// On a section's own page frontend/filters/ makes boxes of the links.
const WIDE = "(min-width: 60rem)";
const bar = document.querySelector("[data-filters]");

function combineLinks() {
  const { section, facet, value } = bar.dataset;
  for (const link of bar.querySelectorAll("a[data-facet]"))
    if (link.dataset.facet !== facet) link.href = `${section}?${new URLSearchParams([[facet, value], [link.dataset.facet, link.dataset.value]])}`;
}

if (bar) {
  if (matchMedia(WIDE).matches && !CSS.supports("selector(::details-content)")) bar.querySelector("[data-filters-fold]").open = true;
  if (bar.dataset.facet) combineLinks();
}
