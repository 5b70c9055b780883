// A screen that shows the same for years: it wanders a little, and begins the day with a page of its own, so that nothing that a browser gathers stays in it.
const steps = 6, minutes = 3;
const begun = Date.now();
setInterval(() => { document.body.dataset.drift = Math.floor((Date.now() - begun) / (minutes * 60000)) % steps; }, 30000);
setInterval(async () => {
  if (Date.now() - begun < 24 * 3600000) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (answer?.ok) location.reload();
}, 600000);
