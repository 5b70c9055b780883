// Shows what the bridge sends: the whole board first, then again whenever something has changed.
const board = document.getElementById('board');
const link = document.getElementById('link');
const source = new EventSource('/board/stream');
source.addEventListener('board', event => {
  board.innerHTML = event.data;
  link.textContent = '实时 live';
  link.className = 'live';
});
source.onerror = () => {
  link.textContent = '连接中断，显示的可能是旧数据 connection lost, this may be old';
  link.className = 'stale';
};
