// A month or a week is wider than a telephone: today is where whoever opens the roster begins to read, and the names at the left stay beside it. Those of a table do so by their style; those of a drawing are moved.
for (const box of document.querySelectorAll('.scroll')) {
  const today = box.querySelector('thead .today, rect.today'), line = box.querySelector('svg.line');
  if (box.scrollWidth <= box.clientWidth) continue;
  const names = line ? keepNames(box, line) : box.querySelector('thead th:first-child')?.getBoundingClientRect().width ?? 0;
  if (today) box.scrollLeft += today.getBoundingClientRect().left - box.getBoundingClientRect().left - names;
}

function keepNames(box, line) {
  const scale = line.getBoundingClientRect().width / line.viewBox.baseVal.width, width = line.querySelector('.day').x.baseVal.value;
  const ground = document.createElementNS(line.namespaceURI, 'rect'), names = [...line.querySelectorAll('.name')];
  ground.setAttribute('class', 'ground');
  ground.setAttribute('width', width);
  ground.setAttribute('height', line.viewBox.baseVal.height);
  line.append(ground, ...names);
  box.addEventListener('scroll', () => {
    const left = box.scrollLeft / scale;
    ground.setAttribute('x', left);
    for (const name of names) name.setAttribute('x', left + 6);
  }, { passive: true });
  return width * scale;
}
