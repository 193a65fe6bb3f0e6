// When meetings happen: hours by weekdays, over all channels and for each.
import { get } from '../api.js';
import { heatMap } from '../charts/heat.js';
import { h, show } from '../dom.js';
import * as format from '../format.js';
import { card, channelName } from '../parts.js';
import { nothingHere, nothingYet, pageHead, parameters } from './range.js';
import { status } from '../store.js';
import { openSum, openWhy } from '../why.js';

const HOURS = Array.from({ length: 24 }, (_, i) => i);
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const TABLE = 'gold_booking_time_analysis';

export const when = {
  id: 'when',
  title: 'When',
  tables: [TABLE],
  filters: ['channel'],

  load(query, signal) {
    return get('heat', { channel: parameters(query).channel }, signal);
  },

  mount() {
    const head = h('div.page-head', null, h('h1', null, 'When meetings happen'), h('p.sub', null, `by the clocks of ${status.zone}`));
    const body = h('div.stack');
    const el = h('div.stack', null, head, body);
    return {
      el,
      update({ cells, note }) {
        if (status.last_day === null || cells.length === 0) {
          show(body, status.last_day === null ? nothingYet() : nothingHere());
          return;
        }
        show(body, note && h('p.note', null, note), all(cells), h('div.small-multiples', null, byChannel(cells)));
      },
    };
  },
};

function all(cells) {
  const sums = add(cells);
  const max = Math.max(...sums.values());
  const pick = (weekday, hour) =>
    openSum(`Meetings on ${format.weekday(weekday, 'long')}, ${format.hourOfDay(hour)}`, 'by channel', async () =>
      cells
        .filter((c) => c.weekday === weekday && c.hour === hour && c.meetings > 0)
        .sort((a, b) => b.meetings - a.meetings)
        .map((c) => ({ name: c.channel, text: format.count(c.meetings), table: TABLE, key: key(c.channel, weekday, hour), column: 'bookings_count' })),
    );
  const scale = h('span.heat-scale', null, '0', h('i'), format.count(max));
  const busiest = [...sums.entries()].sort((a, b) => b[1] - a[1])[0][0].split(' ').map(Number);
  const words = `busiest: ${format.weekday(busiest[0], 'long')}, ${format.hourOfDay(busiest[1])}`;
  return card('All channels', { note: words, controls: scale }, scroll(map(sums, pick, 'Meetings by weekday and hour'), 'All channels'));
}

function byChannel(cells) {
  const channels = new Map();
  cells.forEach((c) => channels.set(c.channel, [...(channels.get(c.channel) ?? []), c]));
  return [...channels.entries()]
    .map(([channel, own]) => ({ channel, sums: add(own), total: own.reduce((n, c) => n + c.meetings, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
    .map(({ channel, sums, total }) => {
      const max = Math.max(...sums.values());
      const pick = (weekday, hour) => openWhy(TABLE, key(channel, weekday, hour), 'bookings_count', format.count(sums.get(`${weekday} ${hour}`)));
      return card(channelName(channel), { note: `${format.count(total)} meetings`, controls: h('span.heat-scale', null, 'most ', format.count(max)) }, scroll(map(sums, pick, `Meetings of ${channel}`), channel));
    });
}

function map(cells, onPick, name) {
  return heatMap({
    name,
    rows: WEEKDAYS,
    columns: HOURS,
    cells,
    rowText: (weekday) => format.weekday(weekday),
    words: (weekday, hour, n) => `${format.weekday(weekday, 'long')}, ${format.hourOfDay(hour)}: ${format.count(n)} meetings`,
    onPick,
  });
}

function scroll(content, name) {
  return h('div.scroll-x', { tabindex: 0, role: 'region', 'aria-label': `Heat map, ${name}` }, content);
}

function add(cells) {
  const sums = new Map();
  cells.forEach((c) => sums.set(`${c.weekday} ${c.hour}`, (sums.get(`${c.weekday} ${c.hour}`) ?? 0) + c.meetings));
  return sums;
}

/** The table counts weekdays from Sunday, 1, to Saturday, 7. */
function key(channel, weekday, hour) {
  return { channel, booking_day_of_week: (weekday % 7) + 1, booking_hour: hour };
}
