// The terminals as a person sees them: lamps and buzzer come from the pins of the virtual boards, taps go to their readers.
const words = {
  ready: '待机 ready', heard: '已读卡 heard', accepted: '已记录 accepted', late: '已记录，迟到 late', left: '签退 left', away: '离岗 away', back: '返岗 back',
  'waiting-for-second': '等待第二张卡 waiting for the second badge', confirmed: '交接完成 confirmed', released: '已放行 released', refused: '拒绝 refused',
  'on-hold': '不得交班 on hold', 'check-due': '查岗，请刷卡 check due', notice: '可以交接 handover open', due: '应交接 handover due', overdue: '交接逾时 overdue',
  supervisor: '已通知领导 supervisor told', offline: '离线，照常记录 offline, taps are kept', 'clock-unset': '时钟未校 clock unset', fault: '故障 fault', off: '断电 no power',
};
const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
const element = (html) => { const template = document.createElement('template'); template.innerHTML = html; return template.content.firstElementChild; };
const answer = document.getElementById('answer');
const at = document.getElementById('at');
let audio = null;
const tones = {};

document.getElementById('sound').onclick = event => {
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

function card(terminal) {
  const node = element(`<article class="terminal"><h2></h2><div class="face"><div class="lamp green">绿</div><div class="lamp amber">黄</div><div class="lamp red">红</div>
    <div class="say" role="status"><strong></strong><span></span></div></div>
    <div class="switches"><button data-switch="power">电源 power</button><button data-switch="network">网络 network</button><button data-switch="reader">读卡器 reader</button>
    <button data-clock="3600">时钟 clock +1 h</button><button data-clock="-3600">时钟 clock −1 h</button></div><pre class="console"></pre></article>`);
  node.dataset.terminal = terminal.id;
  node.querySelector('h2').textContent = `${terminal.id} · ${terminal.post}`;
  for (const button of node.querySelectorAll('[data-switch]'))
    button.onclick = () => post(`/api/terminals/${terminal.id}/${button.dataset.switch}/${button.getAttribute('aria-pressed') === 'true' ? 'off' : 'on'}`);
  for (const button of node.querySelectorAll('[data-clock]'))
    button.onclick = () => post(`/api/terminals/${terminal.id}/clock/${button.dataset.clock}`);
  document.getElementById('terminals').append(node);
  at.append(new Option(terminal.id, terminal.id));
  return node;
}

function show(terminals) {
  for (const terminal of terminals) {
    const node = document.querySelector(`[data-terminal="${terminal.id}"]`) ?? card(terminal);
    node.classList.toggle('off', !terminal.power);
    for (const colour of ['green', 'amber', 'red']) node.querySelector(`.${colour}`).classList.toggle('lit', terminal[colour]);
    for (const name of ['power', 'network', 'reader']) node.querySelector(`[data-switch="${name}"]`).setAttribute('aria-pressed', terminal[name]);
    node.dataset.signal = terminal.signal;
    node.querySelector('.say strong').textContent = words[terminal.signal] ?? terminal.signal;
    node.querySelector('.say span').textContent = terminal.toneHz ? `♪ 蜂鸣 buzzer ${terminal.toneHz} Hz` : '蜂鸣器静 buzzer silent';
    node.querySelector('.console').textContent = terminal.console.join('\n');
    if (node.dataset.tone !== String(terminal.toneHz)) { node.dataset.tone = terminal.toneHz; sound(terminal.id, terminal.toneHz); }
  }
}

async function tap(badge) {
  const reply = await post(`/api/terminals/${at.value}/tap`, { badge });
  answer.textContent = reply.ok ? `${badge} → ${at.value}` : (await reply.json()).detail;
}

document.getElementById('free').onsubmit = event => { event.preventDefault(); tap(document.getElementById('uid').value); };
const room = await (await fetch('/api/room')).json();
document.getElementById('board').href = room.board;
show(room.terminals);
for (const badge of room.badges) {
  const button = element('<button class="badge"><b></b><span></span></button>');
  button.dataset.badge = badge.badge;
  button.querySelector('b').textContent = `${badge.name} ${badge.id}`;
  button.querySelector('span').textContent = `${badge.role} ${badge.badge}`;
  button.onclick = () => tap(badge.badge);
  document.getElementById('rack').append(button);
}
new EventSource('/api/stream').onmessage = event => show(JSON.parse(event.data));
