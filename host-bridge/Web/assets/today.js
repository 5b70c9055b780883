// A month or a week is wider than a telephone: today is where whoever opens the roster begins to read. The names at the left stay, so it is moved beside them.
for (const box of document.querySelectorAll('.scroll')) {
  const today = box.querySelector('thead .today, rect.today');
  if (today && box.scrollWidth > box.clientWidth) {
    const names = box.querySelector('thead th:first-child')?.getBoundingClientRect().width ?? 0;
    box.scrollLeft += today.getBoundingClientRect().left - box.getBoundingClientRect().left - names;
  }
}
