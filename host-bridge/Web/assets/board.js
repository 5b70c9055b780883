// Taking note of a notice: what becomes of it comes with the stream.
import { say } from './house.js';
document.getElementById('live').addEventListener('click', async event => {
  const button = event.target.closest('[data-acknowledge]');
  if (!button) return;
  button.disabled = true;
  const answer = await fetch('/api/v1/notices/acknowledge', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ topic: button.dataset.acknowledge }) }).catch(() => null);
  if (!answer?.ok) { button.disabled = false; say(document.body.dataset.notSent, 'stale'); }
});
