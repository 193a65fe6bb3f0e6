// A number by two things, the darker the more.
import { h } from '../dom.js';

/** Labels of so many columns at most are written. */
const LABELS = 12;

/**
 * @param {object} map
 * @param {string} map.name what it shows, for its label
 * @param {(string|number)[]} map.rows
 * @param {(string|number)[]} map.columns
 * @param {Map<string, number>} map.cells by 'row column'
 * @param {(row) => string} [map.rowText]
 * @param {(row, column, n: number) => string} map.words a cell in words
 * @param {(row, column) => void} [map.onPick] called when a cell with something in it is chosen
 */
export function heatMap({ name, rows, columns, cells, rowText = String, words, onPick }) {
  const max = Math.max(...cells.values(), 0);
  const grid = h('div.heat', { role: 'group', 'aria-label': name, style: { 'grid-template-columns': `40px repeat(${columns.length}, minmax(13px, 1fr))` } });
  const every = Math.ceil(columns.length / LABELS);
  grid.append(h('span'), ...columns.map((column, i) => h('span.hour', { 'aria-hidden': 'true' }, i % every === 0 ? String(column) : '')));
  for (const row of rows) {
    grid.append(h('span.day', { 'aria-hidden': 'true' }, rowText(row)));
    for (const column of columns) {
      const n = cells.get(`${row} ${column}`) ?? 0;
      grid.append(cell(words(row, column, n), n, max, onPick && (() => onPick(row, column))));
    }
  }
  roving(grid, columns.length);
  return grid;
}

/** One stop for the Tab key; the arrows go from cell to cell. */
function roving(grid, width) {
  const cells = [...grid.querySelectorAll('button.cell')];
  cells.forEach((c, i) => c.setAttribute('tabindex', i === 0 ? 0 : -1));
  const all = [...grid.querySelectorAll('.cell')];
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width }[event.key];
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

function cell(text, n, max, onPick) {
  const share = max === 0 ? 0 : n / max;
  const attributes = {
    title: text,
    'aria-label': text,
    style: n === 0 ? {} : { 'background-color': `color-mix(in oklab, var(--heat-high) ${Math.round(8 + share * 92)}%, var(--heat-low))` },
  };
  if (n === 0 || onPick === undefined) {
    return h('span.cell', { ...attributes, role: 'img' });
  }
  return h('button.cell', { ...attributes, type: 'button', 'aria-haspopup': 'dialog', on: { click: onPick } });
}
