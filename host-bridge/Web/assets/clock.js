// Counts down to the moments that stand in data-until, without asking anybody. The words stand in #clock-words.
import { houseNow } from './house.js';
const words = document.getElementById('clock-words').dataset;
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => values[index]);

export function tick() {
  const now = houseNow();
  for (const time of document.querySelectorAll('time[data-until]')) {
    const seconds = Math.trunc((Date.parse(time.dataset.until) - now) / 1000);
    const over = seconds < 0, size = Math.abs(seconds), minutes = Math.trunc(size / 60);
    const text = size >= 3600 ? fill(over ? words.overHours : words.leftHours, Math.trunc(minutes / 60), minutes % 60) : fill(over ? words.overMinutes : words.leftMinutes, minutes, size % 60);
    if (time.textContent !== text) time.textContent = text;
    time.classList.toggle('over', over);
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener('shown', tick);
