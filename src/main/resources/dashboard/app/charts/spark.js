// A small line without axes, beside a figure.
import { h, s } from '../dom.js';

const WIDTH = 100;
const HEIGHT = 30;

/**
 * @param {(number|null)[]} values in order; null makes a gap
 * @param {number} provisional how many of the last ones are still moving: hatched
 */
export function spark(values, provisional) {
  const known = values.filter((v) => v !== null);
  const max = Math.max(...known, 0) || 1;
  const step = values.length > 1 ? WIDTH / (values.length - 1) : WIDTH;
  const runs = [];
  values.forEach((v, i) => {
    if (v === null) {
      return;
    }
    const xy = `${(i * step).toFixed(2)} ${(HEIGHT - 2 - (v / max) * (HEIGHT - 5)).toFixed(2)}`;
    if (i > 0 && values[i - 1] !== null) {
      runs.at(-1).push(xy);
    } else {
      runs.push([xy]);
    }
  });
  const lines = runs.map((run) => `M${run.join('L')}${run.length === 1 ? 'h0.5' : ''}`).join('');
  const areas = runs
    .filter((run) => run.length > 1)
    .map((run) => `M${run[0].split(' ')[0]} ${HEIGHT}L${run.join('L')}L${run.at(-1).split(' ')[0]} ${HEIGHT}Z`)
    .join('');
  const share = values.length > 1 ? Math.min(1, Math.max(0, (provisional - 0.5) / (values.length - 1))) : 0;
  return h(
    'div.spark',
    { 'aria-hidden': 'true' },
    share > 0 && h('span.hatched', { style: { width: `${share * 100}%` } }),
    s(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none' },
      s('path.area', { d: areas }),
      s('path.line', { d: lines }),
    ),
  );
}
