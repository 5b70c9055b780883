// What every page does: it shows what the bridge sends, and sends forms without losing what somebody is in the midst of.
const body = document.body;
const key = node => node.dataset?.key;

// Only what differs is touched, so that a selection stays where it is and a screen reader hears what is new and nothing else. What somebody is writing in stays as he has it.
function patch(old, fresh) {
  if (old.nodeType === Node.ELEMENT_NODE && old.hasAttribute('data-kept')) return;
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
  const writing = old === document.activeElement || old.dataset.changed !== undefined;
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name) && !(name === 'open' && old.nodeName === 'DETAILS') && name !== 'data-changed') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !(writing && name === 'value')) old.setAttribute(name, value);
  if (old.nodeName === 'TEXTAREA') { if (!writing) old.value = fresh.value; return; }
  if (old.nodeName === 'INPUT' && !writing) { old.checked = fresh.checked; if (old.type !== 'file') old.value = fresh.value; }
  patchChildren(old, fresh);
}

export function patchChildren(old, fresh) {
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

// The whole main part of a page, as the answer to a form gives it.
export function show(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const main = fresh.getElementById('main');
  if (!main) return false;
  document.title = fresh.title;
  patchChildren(document.getElementById('main'), main);
  document.dispatchEvent(new Event('shown'));
  return true;
}

export function say(words, state) {
  const link = document.getElementById('link');
  if (link && link.textContent !== words) { link.textContent = words; link.className = state; }
}

// The time of the house: a browser whose clock is wrong goes by it all the same.
let ahead = 0;
export const houseNow = () => Date.now() + ahead;

function element(html) {
  const fresh = document.createElement('div');
  fresh.innerHTML = html;
  return fresh;
}

// A page with a stream: event "now" has the time of the house, event "live" the live part as it is now, event "part" the name of a part in its first line and that part behind it.
const main = document.getElementById('main');
const live = document.getElementById('live');
let source = null, brought = 0;
if (main?.dataset.stream) listen();

function listen() {
  source?.close();
  source = new EventSource(main.dataset.stream);
  source.addEventListener('live', event => {
    brought++;
    patchChildren(live, element(event.data));
    document.dispatchEvent(new Event('shown'));
  });
  source.addEventListener('part', event => {
    brought++;
    const end = event.data.indexOf('\n');
    const old = live.querySelector(`[data-part="${CSS.escape(event.data.slice(0, end))}"]`);
    const fresh = element(event.data.slice(end + 1)).firstElementChild;
    if (old && fresh) patch(old, fresh);
    document.dispatchEvent(new Event('shown'));
  });
  source.addEventListener('now', event => {
    const moment = Number(event.lastEventId);
    if (moment) ahead = moment - Date.now();
    document.getElementById('now').textContent = event.data;
    say(body.dataset.live, 'live');
  });
  source.onerror = () => {
    say(body.dataset.stale, 'stale');

    // Closed for good is what a bridge answers whose session has ended: opened anew, the page asks to sign in.
    if (source.readyState === EventSource.CLOSED) openAnew();
  };
}

// What the stream brings while a form is under way may be newer than the form's answer, which takes its place on the page. The stream does not say it again by itself, so whoever has shown
// an answer asks for all of it anew, unless nothing has come since the form was sent.
export const broughtByStream = () => brought;
export function catchUp(broughtBefore) { if (brought !== broughtBefore) listen(); }

// A bridge that cannot answer at this moment must not leave a screen with a sentence about that, which nothing would ever take away.
async function openAnew() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (answer && answer.status < 500) location.reload();
  else setTimeout(openAnew, 5000);
}

// A form with data-quiet is sent without leaving the page; without this script it is sent all the same. What does not arrive stays in its fields.
document.addEventListener('submit', async event => {
  const form = event.target;
  if (!form.matches('form[data-quiet]')) return;
  event.preventDefault();
  const button = event.submitter;
  const data = form.enctype === 'multipart/form-data' ? new FormData(form, button) : new URLSearchParams(new FormData(form, button));
  button?.setAttribute('disabled', '');
  const before = broughtByStream();
  try {
    const answer = await fetch(form.action, { method: 'POST', body: data, headers: { Accept: 'text/html' } });
    if (answer.ok) { for (const field of form.querySelectorAll('[data-changed]')) delete field.dataset.changed; form.reset(); document.activeElement?.blur?.(); }
    if (answer.redirected && new URL(answer.url).pathname === '/signin') { location.reload(); return; }
    if (answer.ok && answer.redirected) history.replaceState(null, '', answer.url);
    if (!show(await answer.text())) throw new Error();
    catchUp(before);
    (document.getElementById('fault') ?? document.querySelector('#main .done'))?.scrollIntoView({ block: 'nearest' });
  } catch { tell(form); } finally { button?.removeAttribute('disabled'); }
});
document.addEventListener('input', event => { if (event.target.form?.matches('[data-quiet]')) event.target.dataset.changed = ''; });

// What could not be sent is told beside it.
export function tell(form) {
  let told = form.querySelector('.not-sent');
  if (!told) { told = document.createElement('p'); told.className = 'alarm not-sent'; told.setAttribute('role', 'alert'); form.append(told); }
  told.textContent = body.dataset.notSent;
}

// A field with data-go sends its form as soon as something is chosen.
document.addEventListener('change', event => { if (event.target.matches('[data-go]')) event.target.form.requestSubmit(); });
