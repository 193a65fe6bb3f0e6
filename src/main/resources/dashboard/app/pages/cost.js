// Cost: what a booking costs by channel and day, spend against bookings, and the days that were restated.
import { lineChart } from '../charts/line.js';
import { h, show } from '../dom.js';
import { fetches } from '../fetches.js';
import * as format from '../format.js';
import { card, channelName, channelStyle, drill, keyOf, segmented } from '../parts.js';
import { change, here } from '../router.js';
import { status } from '../store.js';
import { sumOfDays } from '../sums.js';
import { dataTable } from '../table.js';
import { channelSwitch } from './channel-switch.js';
import { dailyWithLead, nothingHere, nothingYet, pageHead } from './range.js';

const TABLE = 'gold_daily_cpb_by_channel';
const AVERAGED = 7;

export const cost = {
  id: 'cost',
  title: 'Cost',
  tables: [TABLE],
  filters: ['range', 'channel'],

  load(query, signal) {
    return dailyWithLead(query, signal);
  },

  mount() {
    const head = pageHead('Cost per booking');
    const lines = lineChart({ height: 310, label: 'Cost per booking by day and channel; the table below has the same numbers' });
    const against = lineChart({ height: 240, label: 'Spend and bookings by day; the table below has the same numbers' });
    const controls = h('div.chart-controls');
    const legend = channelSwitch(() => draw());
    const key = h('div');
    const feeds = fetches(['spend']);
    const restated = restatedTable();
    const restatedCard = card('Restated days', { note: 'the spend of these days was changed after it was first shown', flush: true }, restated.el);
    const table = costTable();
    const body = h(
      'div.stack',
      null,
      card('By day and channel', { controls }, legend.el, lines.el, key),
      h('div.split', null, card('Spend against bookings', { note: 'columns: spend; line: bookings' }, against.el), card('Spend files', {}, feeds.el)),
      restatedCard,
      card('The numbers', { note: 'days without spend and bookings are left out', flush: true }, table.el),
    );
    const el = h('div.stack', null, head.el, body);
    let data = null;
    let query = null;

    function draw() {
      const averaged = query.smooth !== 'no';
      show(
        controls,
        segmented('Smoothing', [['yes', 'Over 7 days'], ['no', 'Each day']], averaged ? 'yes' : 'no', (id) => change({ smooth: id === 'no' ? 'no' : null })),
      );
      const spending = data.channels.filter((c) => c.spend.some((v) => Number(v) > 0));
      legend.update(spending, (c) => c.bookings);
      const moving = data.final.map((isFinal) => !isFinal);
      lines.update({
        days: data.days,
        moving,
        marks: data.restated.map((r) => ({ day: r.day, series: r.channel, text: () => `${r.channel} restated: ${restatement(r)}` })),
        series: spending
          .filter((c) => legend.isOn(c.channel))
          .map((c) => ({ id: c.channel, name: c.channel, ...channelStyle(c.channel), values: averaged ? trailing(c, data) : c.cost_per_booking.map(toNumber), format: format.money, tick: format.shortMoney })),
        onPick: (day, channel) => sumOfDays('cost_per_booking', { from: day, to: day, channel: [channel] }),
      });
      show(key, keyOf({ moving, restated: data.restated.length > 0 }));
      against.update({
        days: data.days,
        moving,
        series: [
          { id: 'spend', name: 'Spend', token: 'series-1', kind: 'bars', values: spendByDay(data), format: format.money, tick: format.shortMoney },
          { id: 'bookings', name: 'Bookings', token: 'series-2', axis: 'right', values: data.days.map((_, i) => data.channels.reduce((n, c) => n + c.bookings[i], 0)) },
        ],
        onPick: (day, field) => sumOfDays(field, { from: day, to: day, channel: here().query.channel }),
      });
      restatedCard.hidden = data.restated.length === 0;
      restated.update([...data.restated].sort((a, b) => (a.at < b.at ? 1 : -1)));
      table.update(rowsOf(data));
    }

    return {
      el,
      update(newData, newQuery) {
        data = newData;
        query = newQuery;
        head.update(query);
        show(el, head.el, status.last_day === null ? nothingYet() : data.days.length === 0 ? nothingHere() : body);
        if (data.days.length > 0) {
          draw();
        }
        feeds.update();
      },
      destroy() {
        lines.destroy();
        against.destroy();
        feeds.destroy();
      },
    };
  },
};

function costTable() {
  const why = (r, text, column) => drill(text, TABLE, { booking_date: r.day, channel: r.channel }, column);
  return dataTable({
    caption: 'Spend, bookings and cost by day and channel',
    key: (row) => `${row.day} ${row.channel}`,
    rowClass: (row) => (row.final ? '' : 'moving'),
    columns: [
      { id: 'day', title: 'Day', value: (r) => r.day, cell: (r) => format.dayWithWeekday(r.day) },
      { id: 'channel', title: 'Channel', text: true, value: (r) => r.channel, cell: (r) => channelName(r.channel) },
      { id: 'spend', title: 'Spend', numeric: true, value: (r) => r.spend, cell: (r) => why(r, format.money(r.spend), 'total_spend') },
      { id: 'bookings', title: 'Bookings', numeric: true, value: (r) => r.bookings, cell: (r) => why(r, format.count(r.bookings), 'total_bookings') },
      { id: 'cost', title: 'Cost per booking', numeric: true, value: (r) => r.cost, cell: (r) => (r.cost === null ? format.NONE : why(r, format.money(r.cost), 'cost_per_booking')) },
      { id: 'restated', title: 'Restated', value: (r) => r.restated?.at ?? null, cell: (r) => (r.restated === undefined ? '' : restatement(r.restated)) },
    ],
  });
}

function restatedTable() {
  return dataTable({
    caption: 'Days whose spend was restated',
    key: (r) => `${r.day} ${r.channel} ${r.at}`,
    columns: [
      { id: 'day', title: 'Day', value: (r) => r.day, cell: (r) => format.day(r.day) },
      { id: 'channel', title: 'Channel', text: true, value: (r) => r.channel, cell: (r) => channelName(r.channel) },
      { id: 'before', title: 'Before', numeric: true, value: (r) => toNumber(r.before), cell: (r) => format.money(r.before) },
      { id: 'after', title: 'After', numeric: true, value: (r) => toNumber(r.after), cell: (r) => drill(format.money(r.after), TABLE, { booking_date: r.day, channel: r.channel }, 'total_spend') },
      { id: 'by', title: 'Change', numeric: true, value: (r) => r.after - r.before, cell: (r) => (Number(r.before) === 0 ? 'new' : format.change((r.after - r.before) / r.before)) },
      { id: 'at', title: 'When', value: (r) => r.at, cell: (r) => format.instant(r.at) },
    ],
  });
}

function restatement(r) {
  return `${format.money(r.before)} → ${format.money(r.after)}`;
}

function toNumber(v) {
  return v === null || v === undefined ? null : Number(v);
}

/** Sums of money are made in cents, so that they are exact. */
function cents(v) {
  return Math.round(Number(v) * 100);
}

function spendByDay(data) {
  return data.days.map((_, i) => data.channels.reduce((sum, c) => sum + cents(c.spend[i] ?? 0), 0) / 100);
}

/** Spend of the days up to each by their bookings: a day alone has too few bookings to say much. */
function trailing(c, data) {
  const covered = [...data.lead.covered, ...data.covered];
  const booked = [...c.lead.bookings, ...c.bookings];
  // a day that bookings and spend do not both cover counts neither way
  const days = [...c.lead.spend, ...c.spend].map((spend, i) => {
    const known = covered[i] && spend !== null;
    return { known, cents: known ? cents(spend) : 0, bookings: known ? booked[i] : 0 };
  });
  let spend = 0;
  let bookings = 0;
  return days
    .map((day, i) => {
      const gone = i >= AVERAGED ? days[i - AVERAGED] : { cents: 0, bookings: 0 };
      spend += day.cents - gone.cents;
      bookings += day.bookings - gone.bookings;
      return !day.known || bookings === 0 ? null : spend / 100 / bookings;
    })
    .slice(c.lead.spend.length);
}

function rowsOf(data) {
  const channels = data.channels.map((c) => ({ c, restated: new Map(data.restated.filter((r) => r.channel === c.channel).map((r) => [r.day, r])) }));
  const rows = [];
  for (let i = data.days.length - 1; i >= 0; i -= 1) {
    const day = data.days[i];
    for (const { c, restated } of channels) {
      const spend = toNumber(c.spend[i]);
      if (c.bookings[i] > 0 || spend > 0) {
        rows.push({ day, channel: c.channel, final: data.final[i], spend, bookings: c.bookings[i], cost: toNumber(c.cost_per_booking[i]), restated: restated.get(day) });
      }
    }
  }
  return rows;
}
