// A screen that shows the same for years: it wanders a little, and begins the day with a page of its own, so that nothing that a browser gathers stays in it.
const steps = 6, minutes = 3;
const begun = Date.now();
setInterval(() => { document.body.dataset.drift = Math.floor((Date.now() - begun) / (minutes * 60000)) % steps; }, 30000);
setInterval(async () => {
  if (Date.now() - begun < 24 * 3600000) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (answer?.ok) location.reload();
}, 600000);

// Nobody scrolls a wall: where much has happened at once, everything is written smaller, as far as it can still be read.
const root = document.documentElement, phone = matchMedia('(max-width: 48rem)'), smallest = 10;
function fit() {
  root.style.fontSize = '';
  if (phone.matches) return;
  for (let size = parseFloat(getComputedStyle(root).fontSize) * .96; root.scrollHeight > innerHeight && size >= smallest; size *= .96) root.style.fontSize = `${size}px`;
}
document.addEventListener('shown', fit);
addEventListener('resize', fit);
fit();
