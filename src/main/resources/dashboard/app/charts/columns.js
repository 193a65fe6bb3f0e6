// Stacked columns in order, as many as there are: neighbours are put together where they would be thinner than a line.
import { h, s, show } from '../dom.js';
import * as format from '../format.js';

const HEIGHT = 120;
const LEAST_WIDTH = 5;

/** @returns {{el: HTMLElement, update: (names: string[], series: {id, title, token, values}[], text: (name) => string) => void}} */
export function columnStrip({ label }) {
  const svg = s('svg', { role: 'img', 'aria-label': label, width: '100%', height: HEIGHT, style: { display: 'block' } });
  const ends = h('div.note', { style: { display: 'flex', 'justify-content': 'space-between', 'margin-top': '4px' } });
  const el = h('div', null, svg, ends);
  let last = null;

  function draw() {
    const width = el.clientWidth;
    if (last === null || width === 0) {
      return;
    }
    const { names, series, text } = last;
    const together = Math.max(1, Math.ceil((names.length * LEAST_WIDTH) / width));
    const groups = Math.ceil(names.length / together);
    const sums = Array.from({ length: groups }, (_, g) =>
      series.map((one) => one.values.slice(g * together, (g + 1) * together).reduce((a, b) => a + b, 0)),
    );
    const max = Math.max(...sums.map((one) => one.reduce((a, b) => a + b, 0)), 1);
    const step = width / Math.max(groups, 1);
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    show(
      svg,
      sums.map((parts, g) => {
        let y = HEIGHT;
        const words = series.map((one, i) => (parts[i] > 0 ? `${one.title} ${format.count(parts[i])}` : null)).filter(Boolean);
        return s(
          'g',
          null,
          s('title', null, `${text(names[g * together])}: ${words.join(', ') || 'nothing'}`),
          s('rect', { x: g * step, y: 0, width: step, height: HEIGHT, fill: 'transparent' }),
          parts.map((n, i) => {
            const high = (n / max) * HEIGHT;
            y -= high;
            return n > 0 && s('rect', { x: g * step, y, width: Math.max(1, step - 1), height: high, style: { fill: `var(--${series[i].token})` } });
          }),
        );
      }),
    );
    show(ends, names.length > 0 && [h('span', null, text(names[0])), h('span', null, together > 1 ? `${together} in a column` : ''), h('span', null, text(names.at(-1)))]);
  }

  const observer = new ResizeObserver(draw);
  observer.observe(el);
  return {
    el,
    update(names, series, text) {
      last = { names, series, text };
      draw();
    },
    destroy: () => observer.disconnect(),
  };
}
