// Data quality: what came in, what became of it, and whether the numbers still follow from it.
import { get } from '../api.js';
import { h, show } from '../dom.js';
import { fetches } from '../fetches.js';
import * as format from '../format.js';
import { card, empty, swatch } from '../parts.js';
import { status } from '../store.js';
import { columnStrip } from '../charts/columns.js';
import { dataTable } from '../table.js';
import { pageHead, parameters } from './range.js';

/** What became of a delivery: its colour, and what to know of it. */
const OUTCOMES = [
  ['accepted', 'Accepted', 'series-4', 'in Silver and counted'],
  ['superseded', 'Superseded', 'series-7', 'in Silver, but something newer had come before them'],
  ['duplicates', 'Duplicates', 'series-1', 'had been there before; they change nothing'],
  ['unsupported', 'Unsupported', 'series-6', 'kinds that are not used; in Bronze only'],
  ['late', 'Late', 'series-5', 'came after their window had closed for good; in quarantine'],
  ['quarantined', 'Quarantined', 'series-8', 'broke a rule; in quarantine with all their faults'],
];

/** Differences of verify that are listed. */
const DIFFERENCES = 20;

export const quality = {
  id: 'quality',
  title: 'Data quality',
  tables: ['gold_data_quality', 'event_types_seen', 'quarantine'],
  filters: ['range'],

  load(query, signal) {
    return get('quality', receiptRange(query), signal);
  },

  mount() {
    const head = pageHead('Data quality', false);
    const outcomes = h('div');
    const hours = columnStrip({ label: 'Deliveries by hour of receipt and what became of them' });
    const reasons = h('div.stack', { style: { gap: '8px' } });
    const unmapped = unmappedTable();
    const unmappedHolder = h('div');
    const facts = h('dl.live-grid');
    const verify = h('div');
    const commits = commitTable();
    const feeds = fetches(['spend', 'history']);
    const open = new Set();
    const body = h(
      'div.stack',
      null,
      h('div.split', null, card('Deliveries', { note: 'by what became of them' }, outcomes), card('How fresh', {}, facts)),
      card('By hour of receipt', {}, hours.el),
      h('div.split', null, card('In quarantine', { note: 'by the first rule they broke; addresses and names are masked' }, reasons), h('div.stack', null, card('Verified', {}, verify), card('Polled sources', {}, feeds.el))),
      card('Event types in no mapping', { note: 'their bookings count as others', flush: true }, unmappedHolder),
      card('Last commits', { flush: true }, commits.el),
    );
    const el = h('div.stack', null, head.el, body);
    return {
      el,
      update(data, query) {
        head.update(query);
        show(outcomes, outcomeParts(data.totals));
        hours.update(
          data.hours.map((one) => one.hour),
          OUTCOMES.map(([id, title, token]) => ({ id, title, token, values: data.hours.map((one) => one[id]) })),
          (hour) => format.instant(hour),
        );
        show(facts, factLines(data));
        show(reasons, data.reasons.length === 0 ? empty('Nothing in quarantine', 'No delivery of this range broke a rule.') : data.reasons.map((r) => reason(r, data.reasons, open)));
        show(unmappedHolder, data.unmapped.length === 0 ? empty('All event types are mapped', 'Bookings of each count for their channel.') : unmapped.el);
        unmapped.update(data.unmapped);
        show(verify, verifyParts(data.verify));
        commits.update([...data.commits].sort((a, b) => (a.committed_at < b.committed_at ? 1 : -1)));
        feeds.update();
      },
      destroy() {
        feeds.destroy();
        hours.destroy();
      },
    };
  },
};

/** Deliveries go on being received after the newest day of bookings: a range that ends with it ends today. */
function receiptRange(query) {
  const { from, to } = parameters(query);
  const today = status.generated_at.slice(0, 10);
  return { from, to: to === status.last_day && today > to ? today : to };
}

function outcomeParts(totals) {
  const all = totals.deliveries;
  if (all === 0) {
    return empty('No deliveries in this range', 'Choose a longer range above. What was received is counted by its hour of receipt.');
  }
  return [
    h('p.figure-value', { 'data-figure': 'deliveries', 'data-value': all }, format.count(all)),
    h('div.meter', { 'aria-hidden': 'true', style: { margin: '8px 0 12px' } }, OUTCOMES.filter(([id]) => totals[id] > 0).map(([id, , token]) => h('i', { style: { 'flex-grow': totals[id], background: `var(--${token})` } }))),
    OUTCOMES.map(([id, title, token, meaning]) =>
      h(
        'div.bar-row',
        { 'data-outcome': id },
        h('span.name', null, h('span', { style: { display: 'inline-flex', gap: '8px', 'align-items': 'center' } }, swatch(token), title), h('span.note', null, ` ${meaning}`)),
        h('span.num', null, format.count(totals[id])),
        h('span.num.more', null, format.percent(totals[id] / all, 2)),
      ),
    ),
  ];
}

function factLines(data) {
  const line = (name, value, title) => [h('dt', { title }, name), h('dd', null, value)];
  return [
    line('Newest delivery', format.ago(status.newest_delivery_at)),
    data.lag !== null && line('Event time behind', format.duration(data.lag.event_time_ms), 'How far event time is behind the newest delivery'),
    line('Event time has come to', format.instant(status.watermark)),
    line('Known days', status.last_day === null ? format.NONE : format.days(status.first_day, status.last_day)),
    line('Lake', h('code', null, status.lake)),
  ];
}

function reason(r, all, open) {
  const most = Math.max(...all.map((one) => one.count));
  const details = h(
    'details.booking',
    { on: { toggle: () => (details.open ? open.add(r.reason) : open.delete(r.reason)) } },
    h(
      'summary',
      null,
      h('span', { style: { 'font-weight': 560 } }, format.words(r.reason)),
      h('span.share', { style: { 'margin-left': 'auto' } }, h('i', null, h('b', { style: { width: `${(r.count / most) * 100}%` } })), format.count(r.count)),
    ),
    h('div.inner', null, r.samples.length === 0 ? h('p.note', null, 'No samples.') : r.samples.map(sample)),
  );
  details.open = open.has(r.reason);
  return details;
}

function sample(row) {
  return h('div.sample', { tabindex: 0 }, Object.entries(row).filter(([, v]) => v !== null).map(([k, v]) => `${k}: ${typeof v === 'object' ? JSON.stringify(v) : v}`).join('\n'));
}

function unmappedTable() {
  return dataTable({
    caption: 'Event types in no mapping',
    key: (r) => r.event_type,
    columns: [
      { id: 'name', title: 'Name', text: true, value: (r) => r.name, cell: (r) => r.name ?? format.NONE },
      { id: 'event_type', title: 'Event type', text: true, value: (r) => r.event_type, cell: (r) => r.event_type },
      { id: 'count', title: 'Bookings', numeric: true, value: (r) => r.count, cell: (r) => format.count(r.count) },
      { id: 'first', title: 'First seen', value: (r) => r.first_seen, cell: (r) => format.day(r.first_seen) },
      { id: 'last', title: 'Last seen', value: (r) => r.last_seen, cell: (r) => format.day(r.last_seen) },
    ],
  });
}

function commitTable() {
  return dataTable({
    caption: 'Last commits',
    key: (r) => r.table,
    columns: [
      { id: 'table', title: 'Table', value: (r) => r.table, cell: (r) => r.table },
      { id: 'version', title: 'Version', numeric: true, value: (r) => r.version, cell: (r) => format.count(r.version) },
      { id: 'at', title: 'Committed', value: (r) => r.committed_at, cell: (r) => format.instant(r.committed_at) },
    ],
  });
}

function verifyParts(verify) {
  if (verify === null) {
    return h('p.note', null, 'Not verified yet. ', h('code', null, './tidemark verify'), ' counts everything again from Bronze and leaves its result here.');
  }
  return [
    h('p', null, verify.ok ? h('span.badge.good', null, 'equal') : h('span.badge.bad', null, 'differs'), ` ${format.instant(verify.at)}, ${format.count(verify.tables)} tables counted again from Bronze`),
    verify.differences.length > 0 && h('ul.stack', { style: { gap: '4px', 'margin-top': '8px' } }, verify.differences.slice(0, DIFFERENCES).map((d) => h('li.sample', null, `${d.table} ${d.key ?? ''}: ${d.column ?? 'row'} is ${d.found ?? format.NONE}, but follows as ${d.expected ?? format.NONE}`))),
    verify.differences_count > DIFFERENCES && h('p.note', null, `and ${format.count(verify.differences_count - DIFFERENCES)} more: ./tidemark verify`),
  ];
}
