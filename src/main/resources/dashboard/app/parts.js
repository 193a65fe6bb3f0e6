// Small parts that many pages use.
import { h } from './dom.js';
import * as format from './format.js';
import { icon } from './icons.js';
import { orderOf } from './store.js';
import { seriesStyle } from './theme.js';
import { openWhy } from './why.js';

/** A part of a page with a heading. */
export function card(title, { note, controls, flush = false } = {}, ...children) {
  return h(
    'section.card',
    null,
    h('div.card-head', null, h('h2', null, title), note && h('span.note', null, note), controls && h('span.spacer'), controls),
    h('div.card-body', { class: flush ? 'flush' : null }, children),
  );
}

/**
 * A number that tells where it comes from when it is chosen.
 *
 * @param {string} text the number as it is shown
 * @param {string} table Gold table
 * @param {object} key its row's key
 * @param {string} column the column that is asked about
 */
export function drill(text, table, key, column) {
  return h(
    'button.drill',
    { type: 'button', title: 'Why this number?', 'aria-haspopup': 'dialog', on: { click: () => openWhy(table, key, column, text) } },
    text,
  );
}

/** A channel's name beside its colour. */
export function channelName(channel) {
  return h('span', { style: { display: 'inline-flex', gap: '8px', 'align-items': 'center', 'max-width': '100%' } }, swatch(channelStyle(channel).token), h('span', null, channel));
}

export function swatch(token) {
  return h('i.swatch', { style: { background: `var(--${token})` } });
}

/** How a channel is drawn, on every page alike. */
export function channelStyle(channel) {
  return seriesStyle(orderOf(channel));
}

/** Nothing to show; what to do about it. */
export function empty(title, advice, ...actions) {
  return h('div.empty', null, h('strong', null, title), h('p', null, advice), actions);
}

/** Something a reader should know. */
export function notice(kind, text, ...actions) {
  return h('div.notice', { class: `notice-${kind}`, role: kind === 'error' ? 'alert' : null }, icon(kind === 'info' ? 'info' : 'alert'), h('span', null, text), actions);
}

/** Says what hatching and marks mean, as far as there are any. */
export function keyOf({ moving, restated }) {
  const days = moving.filter(Boolean).length;
  return h(
    'p.note',
    null,
    days > 0 && h('span', { title: 'A day is final when it takes no more events and all its bookings are decided' }, h('i.key-hatch.hatched'), ` still moving: ${days === moving.length ? 'all' : format.count(days)} of ${format.count(moving.length)} days. `),
    restated && h('span', null, h('i.key-mark'), 'restated after it was first shown.'),
  );
}

/** Buttons of which one is chosen. */
export function segmented(label, choices, chosen, onChoose) {
  return h(
    'div.segmented',
    { role: 'group', 'aria-label': label },
    choices.map(([id, text]) => h('button', { type: 'button', 'aria-pressed': String(id === chosen), on: { click: () => onChoose(id) } }, text)),
  );
}

/** Relative change; null where there is nothing to compare with. */
export function relative(value, previous) {
  return value === null || previous === null || previous === undefined || Number(previous) === 0 ? null : (value - previous) / Math.abs(previous);
}
