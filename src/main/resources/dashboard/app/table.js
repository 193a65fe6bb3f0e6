// A table of rows: sorted by a click on a column, a piece of it at a time, rows that did not change left as they are.
import { h, show } from './dom.js';
import * as format from './format.js';

const PIECE = 40;

/**
 * A table.
 *
 * @param {object} options
 * @param {string} options.caption what it shows, for those who cannot see it
 * @param {Column[]} options.columns {id, title, numeric, text, sort, cell(row) -> Node|string, value(row), hint}; value is
 *     what the column sorts by, cell what it shows
 * @param {(row) => string} options.key identifies a row
 * @param {(row) => string} [options.rowClass]
 * @param {{column: string, descending: boolean}} [options.sort] the order at first; without one, as given
 * @param {(sort) => void} [options.onSort] sorts elsewhere, if given
 * @param {number} [options.piece] how many rows at first
 * @param {boolean} [options.tall] as high as its rows
 * @returns {{el: HTMLElement, update: (rows: object[], total?: object) => void}} total is a last row that is not sorted
 */
export function dataTable({ caption, columns, key, rowClass, sort = null, onSort, piece = PIECE, tall = false }) {
  let order = sort;
  let rows = [];
  let total = null;
  let shown = piece;
  let known = new Map();
  const body = h('tbody');
  const foot = h('div.table-foot', { hidden: true });
  const heads = new Map();
  const head = h(
    'tr',
    null,
    columns.map((column, i) => {
      const classes = [column.numeric && 'num', i === 0 && 'first'].filter(Boolean).join(' ');
      const content =
        column.value === undefined
          ? column.title
          : h('button', { type: 'button', title: column.hint, on: { click: () => sortBy(column) } }, column.title, h('span', { 'aria-hidden': 'true' }));
      const th = h('th', { scope: 'col', class: classes || null, title: column.hint }, content);
      heads.set(column.id, th);
      return th;
    }),
  );
  const wrap = h(
    'div.table-wrap',
    { class: tall ? 'tall' : null, tabindex: 0, role: 'region', 'aria-label': caption },
    h('table.data', null, h('caption.visually-hidden', null, caption), h('thead', null, head), body),
  );

  function sortBy(column) {
    const descending = order?.column === column.id ? !order.descending : column.numeric === true;
    order = { column: column.id, descending };
    if (onSort) {
      onSort(order);
    }
    draw();
  }

  function draw() {
    for (const column of columns) {
      const th = heads.get(column.id);
      const sorted = order?.column === column.id;
      if (sorted) {
        th.setAttribute('aria-sort', order.descending ? 'descending' : 'ascending');
      } else {
        th.removeAttribute('aria-sort');
      }
      const arrow = th.querySelector('button > span');
      if (arrow !== null) {
        arrow.textContent = sorted ? (order.descending ? '↓' : '↑') : '';
      }
    }
    const focused = place(document.activeElement);
    const next = new Map();
    const lines = sorted().slice(0, shown).map((row) => line(row, next));
    known = next;
    show(body, lines, total === null ? null : h('tr.total', null, cells(total)));
    refocus(focused);
    foot.hidden = rows.length <= shown;
    if (!foot.hidden) {
      const next = Math.min(5 * PIECE, rows.length - shown);
      show(foot, `${format.count(shown)} of ${format.count(rows.length)} rows`, h('button.button.small', { type: 'button', on: { click: more } }, `Show ${next} more`));
    }
  }

  function more() {
    shown += 5 * PIECE;
    draw();
  }

  function sorted() {
    const column = columns.find((c) => c.id === order?.column);
    if (column === undefined || onSort) {
      return rows;
    }
    const sign = order.descending ? -1 : 1;
    return [...rows].sort((a, b) => compare(column.value(a), column.value(b), sign));
  }

  function line(row, next) {
    const id = key(row);
    const state = JSON.stringify([rowClass?.(row), columns.map((c) => (c.value === undefined ? null : c.value(row))), row.version]);
    const before = known.get(id);
    if (before !== undefined && before.state === state) {
      next.set(id, before);
      return before.tr;
    }
    const tr = h('tr', { class: rowClass?.(row) || null, 'data-key': id }, cells(row));
    next.set(id, { state, tr });
    return tr;
  }

  function cells(row) {
    return columns.map((column, i) => {
      const classes = [column.numeric && 'num', column.text && 'text', i === 0 && 'first'].filter(Boolean).join(' ');
      const content = column.cell(row);
      return h('td', { class: classes || null, title: column.text && typeof content === 'string' ? content.slice(0, 500) : null }, content);
    });
  }

  function place(element) {
    const tr = body.contains(element) ? element.closest('tr') : null;
    return tr === null ? null : { key: tr.dataset.key, cell: element.closest('td').cellIndex };
  }

  function refocus(at) {
    if (at === null || body.contains(document.activeElement)) {
      return;
    }
    const tr = [...body.rows].find((one) => one.dataset.key === at.key);
    tr?.cells[at.cell]?.querySelector('button, a')?.focus();
  }

  return {
    el: h('div', null, wrap, foot),
    update(newRows, newTotal = null) {
      rows = newRows;
      total = newTotal;
      draw();
    },
  };
}

/** Unknown values come last, whichever way. */
function compare(a, b, sign) {
  const unknown = (a === null || a === undefined) - (b === null || b === undefined);
  if (unknown !== 0 || a === null || a === undefined) {
    return unknown;
  }
  return sign * (typeof a === 'string' ? (a < b ? -1 : Number(a > b)) : a - b);
}
