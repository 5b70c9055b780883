// The terminals as a person sees them: lamps and buzzer come from the pins of the virtual boards, taps go to their readers.
const element = (html) => { const template = document.createElement('template'); template.innerHTML = html; return template.content.firstElementChild; };
const byId = id => document.getElementById(id);
const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const words = JSON.parse(document.body.dataset.words);
const phrase = (key, ...values) => words[key].replace(/\{(\d)\}/g, (_, i) => values[i]);
const answer = byId('answer');
const at = byId('at');
let rack = { badges: [], zone: 'Asia/Shanghai' };
let wallFormat = null;
let shown = [];
let lastTap = 0;
let audio = null;
const tones = {};

byId('sound').onclick = event => {
  const on = event.currentTarget.getAttribute('aria-pressed') !== 'true';
  event.currentTarget.setAttribute('aria-pressed', on);
  audio = on ? new AudioContext() : (audio?.close(), null);
};

function sound(id, hz) {
  if (tones[id]) { tones[id].stop(); delete tones[id]; }
  if (!audio || hz === 0) return;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.type = 'square'; tone.frequency.value = hz; volume.gain.value = 0.05;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tones[id] = tone;
}

function say(text, isFault) {
  answer.textContent = text;
  answer.classList.toggle('fault', isFault);
}

// What the room answers, or a sentence why it does not: a page that keeps quiet looks as if all were well.
async function post(path, body) {
  try {
    const reply = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    if (reply.ok) return reply;
    const problem = await reply.json().catch(() => ({}));
    say(problem.detail ?? phrase('room.refuses', reply.status), true);
  } catch {
    say(phrase('room.no-room'), true);
  }
  return null;
}

function card(terminal) {
  const node = element(`<article class="terminal"><h2></h2><div class="face"><div class="lamp green">${phrase('room.green')}</div><div class="lamp amber">${phrase('room.amber')}</div><div class="lamp red">${phrase('room.red')}</div>
    <div class="say"><strong role="status"></strong><span></span></div></div>
    <p class="clock"><span class="label">${phrase('room.its-clock')}</span> <time></time> <span class="quality"></span> <strong></strong></p>
    <div class="switches"><button data-switch="power">${phrase('room.power')}</button><button data-switch="network">${phrase('room.network')}</button><button data-switch="reader">${phrase('room.reader')}</button>
    <button data-clock="3600">${phrase('room.clock-forward')}</button><button data-clock="-3600">${phrase('room.clock-back')}</button></div><pre class="console"></pre></article>`);
  node.dataset.terminal = terminal.id;
  for (const button of node.querySelectorAll('[data-switch]'))
    button.onclick = () => post(`/api/terminals/${terminal.id}/${button.dataset.switch}/${button.getAttribute('aria-pressed') === 'true' ? 'off' : 'on'}`);
  for (const button of node.querySelectorAll('[data-clock]'))
    button.onclick = () => post(`/api/terminals/${terminal.id}/clock/${button.dataset.clock}`);
  byId('terminals').append(node);
  at.append(new Option(terminal.id, terminal.id));
  return node;
}

const find = terminal => document.querySelector(`[data-terminal="${terminal.id}"]`);

function show(terminals) {
  shown = terminals;
  for (const terminal of terminals) {
    const node = find(terminal) ?? card(terminal);
    const named = terminal.postName && terminal.postName !== terminal.post;
    const title = node.querySelector('h2');
    if (title.dataset.post !== terminal.postName) {
      title.dataset.post = terminal.postName;
      title.replaceChildren(`${terminal.id} · ${named ? terminal.postName : terminal.post} `, ...(named ? [Object.assign(document.createElement('small'), { textContent: terminal.post })] : []));
    }
    node.classList.toggle('off', terminal.signal === 'off');
    for (const colour of ['green', 'amber', 'red']) node.querySelector(`.${colour}`).classList.toggle('lit', terminal[colour]);
    for (const name of ['power', 'network', 'reader']) node.querySelector(`[data-switch="${name}"]`).setAttribute('aria-pressed', terminal[name]);
    node.dataset.signal = terminal.signal;
    write(node.querySelector('.say strong'), words[`signal.${terminal.signal}`] ?? terminal.signal);
    write(node.querySelector('.say span'), terminal.toneHz ? phrase('room.buzzer', terminal.toneHz) : phrase('room.silent'));
    write(node.querySelector('.console'), terminal.console.join('\n'));
    if (node.dataset.tone !== String(terminal.toneHz)) { node.dataset.tone = terminal.toneHz; sound(terminal.id, terminal.toneHz); }
  }
  tick();
}

// The clock of a terminal goes on between two messages, as the one on its wall does.
function tick() {
  for (const terminal of shown) {
    const node = find(terminal);
    const known = terminal.clock === 'set' || terminal.clock === 'held';
    const quality = words[`room.clock-${terminal.clock}`] ?? phrase('room.clock-off');
    node.dataset.clock = terminal.clock;
    node.dataset.ahead = Math.round(terminal.clockAheadMs / 1000);
    write(node.querySelector('.clock time'), known && wallFormat ? wallFormat.format(Date.now() + terminal.clockAheadMs) : '--:--:--');
    write(node.querySelector('.clock .quality'), quality);
    write(node.querySelector('.clock strong'), known ? ahead(terminal.clockAheadMs) : '');
  }
}

function ahead(ms) {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 2) return '';
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
  const span = seconds < 60 ? phrase('room.seconds', seconds) : [hours ? phrase('room.hours', hours) : '', minutes || !hours ? phrase('room.minutes', minutes) : ''].filter(Boolean).join(' ');
  return phrase(ms > 0 ? 'room.ahead' : 'room.behind', span);
}

function hang(fresh) {
  rack = fresh;
  byId('board').href = rack.board;
  wallFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: rack.zone, dateStyle: 'short', timeStyle: 'medium' });
  const known = new Map([...document.querySelectorAll('.badge')].map(node => [node.dataset.badge, node]));
  for (const badge of rack.badges) {
    const button = known.get(badge.badge) ?? element('<button class="badge"><b></b><span></span><code></code></button>');
    known.delete(badge.badge);
    button.dataset.badge = badge.badge;
    write(button.querySelector('b'), `${badge.name} ${badge.id}`);
    write(button.querySelector('span'), badge.role + (badge.blocked ? ` · ${phrase('room.blocked')}` : ''));
    write(button.querySelector('code'), badge.badge);
    button.onclick = () => tap(badge.badge, badge.name);
    byId('rack').append(button);
  }
  for (const gone of known.values()) gone.remove();
}

async function tap(badge, name) {
  const mine = ++lastTap;
  const who = name ? `${name} ${badge}` : badge;
  say(`${who} → ${at.value} …`, false);
  const reply = await post(`/api/terminals/${at.value}/tap`, { badge });
  if (!reply || mine !== lastTap) return;
  const told = await reply.json();
  say(told.signal ? phrase('room.answer', who, told.terminal, words[`signal.${told.signal}`] ?? told.signal) : phrase('room.no-answer', told.terminal), !told.signal);
}

function live(isLive) {
  document.body.classList.toggle('stale', !isLive);
  byId('link').className = isLive ? 'live' : 'stale';
  write(byId('link'), isLive ? phrase('room.live') : phrase('room.stale'));
  if (!isLive) for (const id of Object.keys(tones)) sound(id, 0);
}

byId('free').onsubmit = event => { event.preventDefault(); tap(byId('uid').value, ''); };
const source = new EventSource('/api/stream');
source.addEventListener('rack', event => hang(JSON.parse(event.data)));
source.onmessage = event => { show(JSON.parse(event.data)); live(true); };
source.onerror = () => live(false);
setInterval(tick, 1000);
