// A small line without axes, beside a figure.
import { h, s } from '../dom.js';
import { runs } from '../runs.js';

const WIDTH = 100;
const HEIGHT = 30;

/**
 * @param {(number|null)[]} values in order; null makes a gap
 * @param {boolean[]} moving which of them may still change: hatched
 */
export function spark(values, moving) {
  const known = values.filter((v) => v !== null);
  const max = Math.max(...known, 0) || 1;
  const step = values.length > 1 ? WIDTH / (values.length - 1) : WIDTH;
  const point = (i, v) => `${(i * step).toFixed(2)} ${(HEIGHT - 2 - (v / max) * (HEIGHT - 5)).toFixed(2)}`;
  const lines = runs(values.map((v) => v !== null)).map(([first, last]) => values.slice(first, last + 1).map((v, i) => point(first + i, v)));
  const line = lines.map((one) => `M${one.join('L')}${one.length === 1 ? 'h0.5' : ''}`).join('');
  const area = lines
    .filter((one) => one.length > 1)
    .map((one) => `M${one[0].split(' ')[0]} ${HEIGHT}L${one.join('L')}L${one.at(-1).split(' ')[0]} ${HEIGHT}Z`)
    .join('');
  const hatched = runs(moving).map(([first, last]) => {
    const left = Math.max(0, (first - 0.5) * step);
    return h('span.hatched', { style: { left: `${left}%`, width: `${Math.min(WIDTH, (last + 0.5) * step) - left}%` } });
  });
  return h(
    'div.spark',
    { 'aria-hidden': 'true' },
    hatched,
    s(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none' },
      s('path.area', { d: area }),
      s('path.line', { d: line }),
    ),
  );
}
