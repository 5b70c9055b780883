// A sheet is kept while it is written: on this device with every key, at the bridge when a field is left or after a pause. What others write comes with the stream, and never into a field
// that somebody is writing in.
import { broughtByStream, catchUp, patchChildren } from './house.js';

document.querySelector('[data-print]')?.addEventListener('click', () => print());
const live = document.getElementById('live');
if (live?.dataset.staff !== undefined) keep(live);

function keep(live) {
  const pause = 2500, newPause = 4000, again = 5000;

  // What was pressed to leave a field must not move away under the pointer because of what is sent.
  const left = 300;
  const home = `sheet/${live.dataset.post}/`, own = `/${live.dataset.staff}/`;
  // A page that was opened while nobody was on duty has a sheet as soon as somebody is.
  const place = () => home + live.querySelector('[data-sheet-number]').dataset.sheetNumber + own;
  const box = document.getElementById('drafts');
  const seen = new WeakMap(), refused = new WeakSet(), waiting = new Map();
  let queue = Promise.resolve(), retry = 0, composing = false;

  const words = { saved: live.dataset.saved, sending: live.dataset.sending, unsent: live.dataset.unsent, restored: live.dataset.restored };
  const forms = () => [...live.querySelectorAll('form[data-act]')];
  const fieldsOf = form => [...form.elements].filter(field => field.name && field.type !== 'hidden' && field.matches('input, textarea, select'));
  const changedOf = form => fieldsOf(form).filter(field => field.dataset.changed !== undefined);
  const keyOf = field => place() + [field.form.dataset.act, field.form.dataset.of ?? '', field.name].map(encodeURIComponent).join('/');
  const isAuto = form => form.dataset.act === 'item' || form.dataset.act === 'write';

  // A browser that keeps nothing for a page has its own reasons, and everything else works all the same.
  const store = {
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
    all() {
      try {
        return Object.keys(localStorage).filter(key => key.startsWith(home) && key.includes(own)).sort().map(key => [key, JSON.parse(localStorage.getItem(key))]);
      } catch { return []; }
    },
  };

  function tell(kind, time = '') {
    const line = document.getElementById('saved');
    if (!line) return;
    line.textContent = words[kind].replace('{0}', time);
    line.className = 'state ' + kind;
    line.dataset.state = kind;
  }

  function refuse(text) {
    const line = document.getElementById('refused');
    if (!line) return;
    line.textContent = text;
    line.hidden = text.length === 0;
  }

  const labelOf = field => field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent.trim() ?? field.name;

  function remember(field) { store.set(keyOf(field), { text: field.value, was: seen.get(field) ?? '', label: labelOf(field) }); }

  function later(form, after) {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => { waiting.delete(form); if (composing) later(form, after); else send(form); }, after));
  }

  document.addEventListener('compositionstart', () => { composing = true; });
  document.addEventListener('compositionend', () => { composing = false; });
  live.addEventListener('focusin', event => { if (event.target.form?.dataset.act && event.target.dataset.changed === undefined && 'value' in event.target) seen.set(event.target, event.target.value); });
  live.addEventListener('input', event => {
    const field = event.target, form = field.form;
    if (!form?.dataset.act) return;
    if (!seen.has(field)) seen.set(field, field.defaultValue ?? '');
    field.dataset.changed = '';
    refused.delete(form);
    refuse('');
    remember(field);
    tell('unsent');
    if (form.dataset.act === 'item') later(form, pause);

    // What is told to a supervisor at once is not told before whoever writes it is done with it.
    if (form.dataset.act === 'write' && form.dataset.major === undefined && form.elements.text.value.trim() !== '') later(form, newPause);
  });
  live.addEventListener('focusout', event => {
    const form = event.target.form;
    if (!form || !isAuto(form)) return;
    if (form.dataset.act === 'item' ? event.relatedTarget?.form !== form || event.relatedTarget?.type !== 'submit' : !form.contains(event.relatedTarget)) later(form, left);
  });
  document.addEventListener('submit', event => {
    if (!event.target.matches('form[data-act]')) return;
    event.preventDefault();
    refused.delete(event.target);
    send(event.target, event.submitter);
  });

  // One after the other, in the order in which they were done.
  function send(form, button) { queue = queue.then(() => sendNow(form, button)).catch(() => tell('unsent')); return queue; }

  async function sendNow(form, button) {
    const action = button?.getAttribute('formaction') ?? form.getAttribute('action');
    const isOwn = action === form.getAttribute('action');
    if (!isOwn && form.dataset.act === 'item' && changedOf(form).length > 0 && !await sendFields(form)) return;
    if (isOwn && isAuto(form)) { await sendFields(form, button); return; }
    const body = new URLSearchParams(new FormData(form, button));
    button?.setAttribute('disabled', '');
    const fields = isOwn ? fieldsOf(form) : [];
    const sent = fields.map(field => field.value);
    await post(action, body, null, () => fields.forEach((field, index) => { if (field.value === sent[index]) { forget(field); if (!field.matches('select')) field.value = ''; } }));
    button?.removeAttribute('disabled');
  }

  // What was written into an item, or a new item; true: there was nothing to send, or it was sent.
  async function sendFields(form, button) {
    const fields = changedOf(form), isItem = form.dataset.act === 'item';
    if (refused.has(form) || (isItem ? fields.length === 0 : form.elements.text.value.trim() === '')) {
      if (button && !isItem) form.elements.text.focus();
      return true;
    }

    const body = new URLSearchParams();
    const sent = new Map();
    const known = new Set([...live.querySelectorAll('[data-item]')].map(item => item.dataset.item)), text = form.elements.text?.value.trim();
    const goesOn = !isItem && !button && form.contains(document.activeElement);
    if (isItem) {
      body.set('id', form.elements.id.value);
      for (const field of fields) { sent.set(field, field.value); body.set(field.name, field.value); body.set('was-' + field.name, seen.get(field) ?? ''); }
    } else {
      if (!form.elements.draft.value) form.elements.draft.value = Date.now().toString(36) + Math.random().toString(36).slice(2, 12);
      for (const [name, value] of new FormData(form)) body.set(name, value);
      for (const field of fieldsOf(form)) sent.set(field, field.value);
    }

    tell('sending');
    const kept = await post(form.getAttribute('action'), body, form, () => {
      if (goesOn) return;
      for (const [field, value] of sent) {
        if (isItem) seen.set(field, value);
        if (field.value === value) { forget(field); if (!isItem) field.value = ''; } else if (isItem) { remember(field); later(form, pause); }
      }

      if (!isItem) form.elements.draft.value = '';
    });
    if (kept && goesOn) goOn(form, known, text, sent);
    return kept;
  }

  // Whoever has only paused goes on writing in what has become of it: a second entry is not what he wants.
  function goOn(form, known, text, sent) {
    const made = [...form.closest('[data-section]').querySelectorAll('form[data-act=item]')].find(item => !known.has(item.elements.id.value) && item.elements.text?.value.trim() === text);
    const active = form.contains(document.activeElement) ? document.activeElement : null, from = active?.selectionStart, to = active?.selectionEnd;
    if (made) form.elements.draft.value = '';
    for (const field of fieldsOf(form)) {
      const there = made?.elements[field.name];
      if (!there && field.value !== sent.get(field)) continue;
      if (there && there.value !== field.value) {
        seen.set(there, there.value);
        const isMore = there.value.trim() !== field.value.trim();
        there.value = field.value;
        if (isMore) { there.dataset.changed = ''; remember(there); tell('unsent'); later(made, pause); }
      }

      forget(field);
      field.value = '';
    }

    const target = active && made?.elements[active.name];
    if (!target?.focus) return;
    target.focus({ preventScroll: true });
    if (typeof from === 'number') target.setSelectionRange(from, to);
    target.scrollIntoView({ block: 'nearest' });
  }

  function forget(field) { delete field.dataset.changed; store.drop(keyOf(field)); }

  async function post(action, body, form, done) {
    let answer;
    const before = broughtByStream();
    try {
      answer = await fetch(action, { method: 'POST', body, headers: { 'X-Part': '1' }, keepalive: true });
    } catch {
      return unsent();
    }

    if (answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === '/signin')) { location.reload(); return false; }
    if (answer.status === 409) {
      refuse(await answer.text());
      if (form) refused.add(form);
      tell(document.querySelector('#live [data-changed]') ? 'unsent' : 'saved', '');
      if (!document.querySelector('#live [data-changed]')) document.getElementById('saved').textContent = '';
      return false;
    }

    if (!answer.ok) return unsent();
    const html = await answer.text();
    done?.();
    refuse('');
    const fresh = document.createElement('div');
    fresh.innerHTML = html;
    patchChildren(live, fresh);
    document.dispatchEvent(new Event('shown'));
    catchUp(before);
    tell(document.querySelector('#live [data-changed]') ? 'unsent' : 'saved', answer.headers.get('X-Saved') ?? '');
    return true;
  }

  function unsent() {
    tell('unsent');
    clearTimeout(retry);
    retry = setTimeout(sendAll, again);
    return false;
  }

  // What waits, but for what somebody is writing in right now.
  function sendAll() { for (const form of forms()) if (isAuto(form) && changedOf(form).length > 0 && !form.contains(document.activeElement)) send(form); }
  addEventListener('online', sendAll);
  document.addEventListener('visibilitychange', () => { if (document.hidden) for (const form of forms()) if (form.dataset.act === 'item' && changedOf(form).length > 0) send(form); });

  // What was written here and never sent is put back where it was written; where that place is not there any more, it is shown.
  function find(key) { return forms().flatMap(fieldsOf).find(field => keyOf(field) === key); }

  function putBack() {
    for (const [key, draft] of store.all()) {
      const field = find(key);
      if (!field || field.dataset.changed !== undefined) continue;
      if (field.value === draft.text || draft.text === '') { store.drop(key); continue; }
      seen.set(field, draft.was);
      field.value = draft.text;
      field.dataset.changed = '';
      for (let around = field.closest('details'); around; around = around.parentElement.closest('details')) around.open = true;
      tell('restored');
      box.dataset.restored = '';
    }
  }

  function list() {
    const lost = store.all().filter(([key, draft]) => draft.text !== '' && !find(key));
    const back = box.dataset.restored === undefined ? [] : store.all().filter(([key]) => find(key)?.dataset.changed !== undefined);
    if (back.length === 0) delete box.dataset.restored;
    box.hidden = lost.length + back.length === 0;
    box.querySelector('[data-send-drafts]').hidden = back.length === 0;
    box.querySelector('ul').replaceChildren(...[...back, ...lost].map(([key, draft]) => {
      const line = document.createElement('li');
      line.textContent = `${find(key) ? '' : live.dataset.elsewhere + ' '}${draft.label}: ${draft.text}`;
      return line;
    }));
  }

  box.addEventListener('click', event => {
    if (event.target.matches('[data-send-drafts]')) { for (const form of forms()) if (changedOf(form).length > 0) { if (isAuto(form)) send(form); else form.requestSubmit(); } queue.then(list); }
    if (event.target.matches('[data-drop-drafts]')) {
      for (const [key] of store.all()) {
        const field = find(key);
        if (field) { field.value = seen.get(field) ?? ''; delete field.dataset.changed; }
        store.drop(key);
      }

      tell('saved');
      document.getElementById('saved').textContent = '';
      list();
    }
  });
  document.addEventListener('shown', list);
  putBack();
  list();
}
