// 'Why did this change?': a Gold row taken apart into its versions, its bookings and its spend.
import { get } from './api.js';
import { h, show } from './dom.js';
import * as format from './format.js';
import { icon } from './icons.js';

const BOOKINGS_AT_ONCE = 25;
const SUM_AT_ONCE = 100;

let dialog = null;
let abort = null;

/**
 * Opens the drawer.
 *
 * @param {string} table Gold table
 * @param {object} key column to value
 * @param {string} column the column whose number was chosen
 * @param {string} text the number as it was shown
 */
export function openWhy(table, key, column, text) {
  open(`Why is ${format.words(column).toLowerCase()} ${text}?`, Object.values(key).join(', '), async (signal) => {
    const [explanation, catalog] = await Promise.all([get(`explain/${encodeURIComponent(table)}`, key, signal), get('tables', {}, signal)]);
    const spec = catalog.tables.find((one) => one.name === table);
    return parts(explanation, column, spec);
  });
}

/**
 * Opens the drawer on a sum: the rows that it is made of, each of which can be chosen.
 *
 * @param {string} title what the sum is, with its number
 * @param {string} of what it is the sum of
 * @param {(signal: AbortSignal) => Promise<{name: string, text: string, table: string, key: object, column: string}[]>} load
 *     its rows; those that add nothing are left out by the caller
 */
export function openSum(title, of, load) {
  open(title, of, async (signal) => {
    const rows = await load(signal);
    const list = h('div.bars');
    let shown = 0;
    const more = h('button.button.small', { type: 'button', on: { click: next } });
    function next() {
      list.append(...rows.slice(shown, shown + SUM_AT_ONCE).map(sumRow));
      shown += SUM_AT_ONCE;
      more.hidden = shown >= rows.length;
      more.textContent = `Show ${Math.min(SUM_AT_ONCE, rows.length - shown)} more of ${format.count(rows.length)}`;
    }
    next();
    const words = rows.length === 0 ? 'Nothing is counted in it.' : 'It is made of these rows. Choose one to see its bookings, its spend and how it changed.';
    return [h('p.note', null, words), list, more];
  });
}

function sumRow({ name, text, table, key, column }) {
  return h('div.bar-row', null, h('span.name', null, name), h('button.drill.num', { type: 'button', on: { click: () => openWhy(table, key, column, text) } }, text));
}

async function open(title, of, load) {
  dialog ??= make();
  abort?.abort();
  abort = new AbortController();
  const { signal } = abort;
  dialog.querySelector('h2').textContent = title;
  dialog.querySelector('.of').textContent = of;
  const body = dialog.querySelector('.drawer-body');
  show(
    body,
    h('div.skeleton', { style: { height: '120px' } }),
    h('div.skeleton', { style: { height: '220px' } }),
    h('p.visually-hidden', { role: 'status' }, 'Tracing the number'),
  );
  if (!dialog.open) {
    dialog.showModal();
  }
  try {
    const content = await load(signal);
    if (!signal.aborted) {
      show(body, content);
    }
  } catch (error) {
    if (error.name !== 'AbortError') {
      show(body, h('div.notice.notice-error', { role: 'alert' }, icon('alert'), h('span', null, error.message)));
    }
  }
}

function make() {
  const made = h(
    'dialog.drawer',
    { 'aria-labelledby': 'why-title', on: { click: (event) => event.target === made && made.close(), close: () => abort?.abort() } },
    h(
      'div.drawer-head',
      null,
      h('div', null, h('h2', { id: 'why-title' }), h('p.of.note')),
      h('button.button.icon.plain.close', { type: 'button', 'aria-label': 'Close', on: { click: () => made.close() } }, icon('close')),
    ),
    h('div.drawer-body', { tabindex: 0 }),
  );
  document.body.append(made);
  return made;
}

function parts(e, asked, spec) {
  const text = (name, value) => cellText(spec.columns.find((c) => c.name === name), value);
  return [
    verdict(e),
    section(`The row of ${spec.title.toLowerCase()}`, kv(Object.entries(e.row), asked, text)),
    section('How it came to be', history(e, asked, text)),
    e.spend.length > 0 && section(`Spend: ${format.money(e.totals.spend)}`, spend(e.spend)),
    section(`Bookings: ${format.count(e.totals.bookings)}`, totals(e.totals), bookings(e.bookings), e.totals.bookings > e.bookings.length && h('p.note', null, `The first ${format.count(e.bookings.length)} are listed; ./tidemark explain lists all.`)),
  ];
}

/** Values come as the texts that the command line prints. */
function cellText(column, value) {
  if (value === null || column === undefined) {
    return value ?? format.NONE;
  }
  if (column.type === 'boolean') {
    return value === 'true' ? 'yes' : 'no';
  }
  return format.cell(value, column);
}

function section(title, ...children) {
  return h('section.stack', { style: { gap: '10px' } }, h('h3', null, title), children);
}

function verdict(e) {
  if (e.differences.length === 0) {
    return h('p', null, h('span.badge.good', null, 'adds up'), ' The bookings and the spend below give exactly this row.');
  }
  return h(
    'div.notice.notice-warn',
    null,
    icon('alert'),
    h(
      'div',
      null,
      h('strong', null, 'The parts do not add up to the row. '),
      'Run ./tidemark verify; it names every table that differs.',
      h('ul', null, e.differences.map((d) => h('li', null, `${d.column ?? 'row'}: ${d.found ?? format.NONE}, but the parts give ${d.expected ?? format.NONE}`))),
    ),
  );
}

function kv(entries, asked, text) {
  return h(
    'dl.kv',
    null,
    entries.map(([name, value]) => [
      h('dt', { class: name === asked ? 'asked' : null }, format.words(name)),
      h('dd', { class: name === asked ? 'asked' : null }, text(name, value)),
    ]),
  );
}

function history(e, asked, text) {
  if (e.history.length === 0) {
    return h('p.note', null, 'Its versions are no longer kept; the bookings and the spend below are.');
  }
  const items = e.history.map((version, i) => {
    const first = e.historyComplete && i === e.history.length - 1;
    const changes = version.changes.filter((c) => c.column !== 'updated_at' || version.changes.length === 1);
    return h(
      'li',
      null,
      h('p.when', null, `${format.instant(version.committedAt)} · version ${version.version}`),
      first
        ? h('p', null, 'First written', changes.some((c) => c.column === asked) ? `, as ${text(asked, changes.find((c) => c.column === asked).after)}` : '')
        : h('div.changes', null, changes.map((c) => change(c, asked, text))),
    );
  });
  return [h('ol.timeline', null, items), !e.historyComplete && h('p.note', null, 'Older versions are not shown here; ./tidemark explain --versions goes further back.')];
}

function change(c, asked, text) {
  return [
    h('span', { style: c.column === asked ? { 'font-weight': 640 } : {} }, format.words(c.column)),
    h('span.from', null, text(c.column, c.before)),
    h('span', { 'aria-label': 'became' }, '→'),
    h('span.to', null, text(c.column, c.after)),
  ];
}

function spend(days) {
  return h(
    'div.table-wrap',
    { tabindex: 0, role: 'region', 'aria-label': 'Revisions of spend' },
    h(
      'table.data',
      null,
      h('thead', null, h('tr', null, h('th.first', { scope: 'col' }, 'Day'), h('th', { scope: 'col' }, 'Channel'), h('th.num', { scope: 'col' }, 'Amount'), h('th', { scope: 'col' }, 'As of'), h('th', { scope: 'col' }, 'File'))),
      h(
        'tbody',
        null,
        days.flatMap((d) =>
          d.revisions.map((r, i) =>
            h(
              'tr',
              null,
              h('td.first', null, i === 0 ? format.day(d.date) : ''),
              h('td', null, i === 0 ? d.channel : ''),
              h('td.num', null, i === d.revisions.length - 1 ? h('strong', null, format.money(r.spend)) : h('s', null, format.money(r.spend))),
              h('td', null, format.day(r.as_of_date)),
              h('td.text', { title: r.source_file }, r.source_file ?? format.NONE),
            ),
          ),
        ),
      ),
    ),
  );
}

function totals(t) {
  const parts = [
    [t.held, 'held'],
    [t.canceled, 'canceled'],
    [t.noShows, 'no-shows'],
    [t.reschedules, 'moves'],
    [t.people, t.people === 1 ? 'person' : 'people'],
  ];
  return h('p.note', null, parts.map(([n, what]) => `${format.count(n)} ${what}`).join(' · '));
}

const TONES = { held: 'good', canceled: 'bad', no_show: 'warn' };

function bookings(all) {
  const list = h('div');
  let shown = 0;
  const more = h('button.button.small', { type: 'button', on: { click: next } });
  function next() {
    list.append(...all.slice(shown, shown + BOOKINGS_AT_ONCE).map(booking));
    shown += BOOKINGS_AT_ONCE;
    more.hidden = shown >= all.length;
    more.textContent = `Show ${Math.min(BOOKINGS_AT_ONCE, all.length - shown)} more of ${format.count(all.length)}`;
  }
  next();
  return [list, more];
}

function booking(b) {
  const status = (b.status ?? '').toLowerCase();
  return h(
    'details.booking',
    null,
    h('summary', null, h('span.id', null, b.bookingId.split('/').at(-1)), h('span.badge', { class: TONES[status] ?? null }, format.words(status))),
    h('div.inner', null, b.ledger.map((row) => h('div', null, h('strong', null, format.words(row.change ?? '')), h('p.note', null, ledgerLine(row))))),
  );
}

function ledgerLine(row) {
  const facts = [`${format.instant(row.occurred_at)}`];
  if (row.meeting_start_after) {
    facts.push(`meeting ${format.instant(row.meeting_start_after)}`);
  }
  facts.push(row.channel + (row.campaign ? ` / ${row.campaign}` : ''));
  if (row.delivery_id) {
    facts.push(`delivery ${row.delivery_id}`);
  }
  return facts.join(' · ');
}
