// The deliveries of the last minute, a bar each second; it moves by itself.
import { h, s } from '../dom.js';
import * as format from '../format.js';
import { on } from '../store.js';

const SECONDS = 60;
const WIDTH = 240;
const HEIGHT = 44;

const arrived = [];
// what came before is not known here
const opened = Date.now();

on('pulse', ({ deliveries }) => {
  arrived.push({ at: Date.now(), deliveries });
  while (arrived.length > 0 && arrived[0].at < Date.now() - SECONDS * 1000) {
    arrived.shift();
  }
});

/** Deliveries of the last minute, by second, the newest last. */
export function lastMinute(now = Date.now()) {
  const seconds = new Array(SECONDS).fill(0);
  for (const { at, deliveries } of arrived) {
    const age = Math.floor((now - at) / 1000);
    if (age < SECONDS) {
      seconds[SECONDS - 1 - age] += deliveries;
    }
  }
  return seconds;
}

/** @returns {{el: Element, tick: () => void, destroy: () => void}} call tick each second */
export function pulseStrip() {
  const bars = Array.from({ length: SECONDS }, (_, i) =>
    s('rect', { x: (i * WIDTH) / SECONDS, width: WIDTH / SECONDS - 1, rx: 0.8 }),
  );
  const svg = s('svg.pulse', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, bars);
  const words = h('p.note');
  function tick() {
    const seconds = lastMinute();
    const max = Math.max(...seconds, 4);
    seconds.forEach((n, i) => {
      const high = n === 0 ? 2 : Math.max(3, (n / max) * HEIGHT);
      bars[i].setAttribute('height', high);
      bars[i].setAttribute('y', HEIGHT - high);
      bars[i].setAttribute('class', n === 0 ? 'none' : 'some');
    });
    const sum = seconds.reduce((a, b) => a + b, 0);
    const since = Date.now() - opened < SECONDS * 1000 ? 'since this page was opened' : 'in the last minute';
    words.textContent = sum === 0 ? `No delivery ${since}.` : `${format.count(sum)} deliveries ${since}`;
  }
  tick();
  return { el: h('div', null, svg, words), tick, destroy: on('pulse', tick) };
}
