// Shows what the bridge sends: the whole board first, then again whenever something has changed.
const board = document.getElementById('board');
const link = document.getElementById('link');
const now = document.getElementById('now');
const source = new EventSource('/board/stream');
const say = (words, state) => { if (link.textContent !== words) { link.textContent = words; link.className = state; } };
const key = node => node.dataset?.key;

// Only what differs is touched, so that a selection stays where it is and a screen reader hears what is new and nothing else.
function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patchChildren(old, fresh);
}

function patchChildren(old, fresh) {
  const wanted = new Set([...fresh.children].map(key).filter(Boolean));
  for (const node of [...old.children]) if (key(node) && !wanted.has(key(node))) node.remove();
  const known = new Map([...old.children].filter(key).map(node => [key(node), node]));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const same = key(next) ? known.get(key(next)) : at && !key(at) && at.nodeName === next.nodeName ? at : null;
    if (!same) { old.insertBefore(next, at); continue; }
    if (same === at) at = at.nextSibling; else old.insertBefore(same, at);
    patch(same, next);
  }
  while (at) { const rest = at.nextSibling; at.remove(); at = rest; }
}

source.addEventListener('board', event => {
  const fresh = document.createElement('main');
  fresh.innerHTML = event.data;
  patchChildren(board, fresh);
});
source.addEventListener('now', event => {
  now.textContent = event.data;
  say('实时 live', 'live');
});
source.onerror = () => {
  say('连接中断，显示的可能是旧数据 connection lost, this may be old', 'stale');

  // Closed for good is what a bridge answers whose session has ended: opened anew, the page asks to sign in.
  if (source.readyState === EventSource.CLOSED) location.reload();
};
board.addEventListener('click', async event => {
  const button = event.target.closest('[data-acknowledge]');
  if (!button) return;
  button.disabled = true;
  const answer = await fetch('/api/v1/notices/acknowledge', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ topic: button.dataset.acknowledge }) }).catch(() => null);
  if (!answer?.ok) { button.disabled = false; say('没有成功，请再试 that did not work, try again', 'stale'); }
});
