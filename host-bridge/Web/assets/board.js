// The board: counting down, taking note of notices, and a sound while a handover is late that nobody has taken note of.
import { say } from './house.js';
import './clock.js';

// What becomes of it comes with the stream; without this script the form is sent all the same.
document.getElementById('live').addEventListener('submit', async event => {
  const form = event.target;
  if (!form.matches('form.take')) return;
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  const answer = await fetch('/api/v1/notices/acknowledge', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ topic: button.dataset.acknowledge }) }).catch(() => null);
  if (!answer?.ok) { button.disabled = false; say(document.body.dataset.notSent, 'stale'); }
});

const button = document.getElementById('sound');
const kept = 'dutykiosk-sound';
const pause = 10000;
let audio = null, next = 0;
const isOn = () => localStorage.getItem(kept) === 'on';

// A browser lets no page sound that nobody has touched: until somebody does, the button says so.
function show() {
  const on = isOn(), waits = on && audio?.state !== 'running';
  button.hidden = false;
  button.setAttribute('aria-pressed', on);
  button.textContent = waits ? button.dataset.waits : on ? button.dataset.on : button.dataset.off;
}

async function wake() {
  if (!isOn()) { show(); return; }
  audio ??= new AudioContext();
  if (audio.state !== 'running') await Promise.race([audio.resume(), new Promise(done => setTimeout(done, 300))]);
  show();
  look();
}

// Three short notes, each higher: nothing that a terminal plays.
function play() {
  [660, 784, 988].forEach((pitch, index) => {
    const tone = audio.createOscillator(), volume = audio.createGain(), at = audio.currentTime + index * .22;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(.25, at + .02);
    volume.gain.linearRampToValueAtTime(0, at + .18);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + .2);
  });
}

function look() {
  if (!isOn() || audio?.state !== 'running' || Date.now() < next || !document.querySelector('[data-alarm=sounding]')) return;
  next = Date.now() + pause;
  play();
}

button.addEventListener('click', () => {
  localStorage.setItem(kept, isOn() && audio?.state === 'running' ? 'off' : 'on');
  next = 0;
  wake();
});
document.addEventListener('pointerdown', event => { if (isOn() && event.target !== button) wake(); });
document.addEventListener('keydown', () => { if (isOn()) wake(); });
document.addEventListener('shown', look);
setInterval(look, 1000);
wake();
