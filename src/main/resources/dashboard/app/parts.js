// Small parts that many pages use.
import { h } from './dom.js';
import * as format from './format.js';
import { icon } from './icons.js';
import { status } from './store.js';
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
  return seriesStyle(Math.max(0, status.channels.indexOf(channel)));
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
export function keyOf({ provisionalFrom, to, restated }) {
  const moving = provisionalFrom !== null && provisionalFrom <= to;
  return h(
    'p.note',
    null,
    moving && h('span', null, h('i.key-hatch.hatched'), ` from ${format.shortDay(provisionalFrom)} on, numbers still move. `),
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
