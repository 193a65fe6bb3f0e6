// Hours by weekdays, the darker the more.
import { h } from '../dom.js';
import * as format from '../format.js';

const HOURS = Array.from({ length: 24 }, (_, i) => i);
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/**
 * @param {Map<string, number>} cells by 'weekday hour', weekday 1 = Monday
 * @param {number} max what has the darkest shade
 * @param {(weekday: number, hour: number) => void} [onPick] called when a cell with meetings is chosen
 * @param {string} name what the map shows, for its label
 */
export function heatMap(cells, max, onPick, name) {
  const grid = h('div.heat', { role: 'group', 'aria-label': name });
  grid.append(h('span'));
  for (const hour of HOURS) {
    grid.append(h('span.hour', { 'aria-hidden': 'true' }, hour % 3 === 0 ? String(hour) : ''));
  }
  for (const weekday of WEEKDAYS) {
    grid.append(h('span.day', { 'aria-hidden': 'true' }, format.weekday(weekday)));
    for (const hour of HOURS) {
      grid.append(cell(weekday, hour, cells.get(`${weekday} ${hour}`) ?? 0, max, onPick));
    }
  }
  roving(grid);
  return grid;
}

/** One stop for the Tab key; the arrows go from cell to cell. */
function roving(grid) {
  const cells = [...grid.querySelectorAll('button.cell')];
  cells.forEach((c, i) => c.setAttribute('tabindex', i === 0 ? 0 : -1));
  const all = [...grid.querySelectorAll('.cell')];
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -HOURS.length, ArrowDown: HOURS.length }[event.key];
    let i = all.indexOf(document.activeElement);
    if (step === undefined || i < 0) {
      return;
    }
    event.preventDefault();
    do {
      i += step;
    } while (all[i] !== undefined && all[i].tagName !== 'BUTTON');
    if (all[i] !== undefined) {
      cells.forEach((c) => c.setAttribute('tabindex', -1));
      all[i].setAttribute('tabindex', 0);
      all[i].focus();
    }
  });
}

function cell(weekday, hour, n, max, onPick) {
  const words = `${format.weekday(weekday, 'long')}, ${format.hourOfDay(hour)}: ${format.count(n)} meetings`;
  const share = max === 0 ? 0 : n / max;
  const attributes = {
    title: words,
    'aria-label': words,
    class: share > 0.45 ? 'strong' : null,
    style: n === 0 ? {} : { 'background-color': `color-mix(in oklab, var(--heat-high) ${Math.round(12 + share * 88)}%, var(--heat-low))` },
  };
  if (n === 0 || onPick === undefined) {
    return h('span.cell', { ...attributes, role: 'img' });
  }
  return h('button.cell', { ...attributes, type: 'button', 'aria-haspopup': 'dialog', on: { click: () => onPick(weekday, hour) } });
}
