// The editor's grid: arrow keys go from shift to shift without asking the bridge, Enter presses the one that they are at. Dragging needs a word of the page for each step.
const grid = () => document.getElementById('grid');
const at = cell => cell.dataset.cell.split(',').map(Number);

document.addEventListener('keydown', event => {
  const cell = event.target.closest?.('#grid [data-cell]');
  if (!cell || event.target !== cell) return;
  const [row, column] = at(cell);
  const move = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], Home: [row, 0], End: [row, 6] }[event.key];
  if (move) {
    event.preventDefault();
    goTo(grid().querySelector(`[data-cell="${move[0]},${move[1]}"]`));
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    cell.click();
  }
});

function goTo(cell) {
  if (!cell) return;
  for (const other of grid().querySelectorAll('[data-cell][tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}
document.addEventListener('focusin', event => {
  const cell = event.target.closest?.('#grid [data-cell]');
  if (cell && event.target === cell && cell.tabIndex !== 0) goTo(cell);
});

let over = null;
function mark(next) {
  if (over === next) return;
  over?.removeAttribute('data-over');
  over = next;
  over?.setAttribute('data-over', '');
}
document.addEventListener('dragstart', event => { if (event.target.closest?.('.editor [draggable]')) event.dataTransfer.setData('text/plain', event.target.textContent.trim()); });
document.addEventListener('dragover', event => {
  const target = event.target.closest?.('.editor [data-drop]');
  mark(target ?? null);
  if (target) event.preventDefault();
});
document.addEventListener('drop', event => { if (event.target.closest?.('.editor')) event.preventDefault(); mark(null); });
document.addEventListener('dragend', () => mark(null));

// Whoever leaves with changes that are not saved is asked; who saves them is not.
let saving = false;
document.addEventListener('submit', () => { saving = true; });
addEventListener('beforeunload', event => { if (!saving && document.querySelector('.editor[data-dirty]')) event.preventDefault(); });
