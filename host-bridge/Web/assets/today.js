// A month or a week is wider than a telephone: today is where whoever opens the roster begins to read, and the names at the left stay beside it. Those of a table do so by their style; those of a drawing are moved.
for (const box of document.querySelectorAll('.scroll')) {
  const today = box.querySelector('thead .today, rect.today'), line = box.querySelector('svg.line');
  const scale = line ? line.getBoundingClientRect().width / line.viewBox.baseVal.width : 1;
  const names = line ? line.querySelector('.day').x.baseVal.value * scale : box.querySelector('thead th:first-child')?.getBoundingClientRect().width ?? 0;
  if (line) box.addEventListener('scroll', () => { for (const name of line.querySelectorAll('.name')) name.setAttribute('x', 6 + box.scrollLeft / scale); }, { passive: true });
  if (today && box.scrollWidth > box.clientWidth) box.scrollLeft += today.getBoundingClientRect().left - box.getBoundingClientRect().left - names;
}
