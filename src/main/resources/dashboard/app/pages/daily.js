// Daily bookings by channel: lines with their average, and the same numbers as a table.
import { lineChart } from '../charts/line.js';
import { h, show } from '../dom.js';
import * as format from '../format.js';
import { card, channelName, channelStyle, drill, keyOf, segmented } from '../parts.js';
import { change } from '../router.js';
import { status } from '../store.js';
import { METRICS, source, sumOfDays } from '../sums.js';
import { dataTable } from '../table.js';
import { channelSwitch } from './channel-switch.js';
import { dailyWithLead, nothingHere, nothingYet, pageHead } from './range.js';

const TABLE = 'gold_daily_bookings_by_channel';
const AVERAGED = 7;

export const daily = {
  id: 'daily',
  title: 'Daily bookings',
  tables: [TABLE],
  filters: ['range', 'channel'],

  load(query, signal) {
    return dailyWithLead(query, signal);
  },

  mount() {
    const head = pageHead('Daily bookings by channel');
    const chart = lineChart({ height: 330, label: 'Bookings by day and channel; the table below has the same numbers' });
    const controls = h('div.chart-controls');
    const legend = channelSwitch(() => draw());
    const key = h('div');
    const table = dataTable({
      caption: 'Bookings by day and channel',
      key: (row) => `${row.day} ${row.channel}`,
      rowClass: (row) => (row.final ? '' : 'moving'),
      columns: [
        { id: 'day', title: 'Day', value: (r) => r.day, cell: (r) => format.dayWithWeekday(r.day) },
        { id: 'channel', title: 'Channel', text: true, value: (r) => r.channel, cell: (r) => (r.day === null ? 'Sum' : channelName(r.channel)) },
        ...Object.entries(METRICS).map(([id, title]) => number(id, title)),
      ],
    });
    const body = h(
      'div.stack',
      null,
      card('By day', { controls }, legend.el, chart.el, key),
      card('The numbers', { note: 'days without any are left out; choose a number to see why it is what it is', flush: true }, table.el),
    );
    const el = h('div.stack', null, head.el, body);
    let data = null;
    let query = null;

    function draw() {
      const metric = METRICS[query.metric] === undefined ? 'bookings' : query.metric;
      const averaged = query.smooth !== 'no';
      show(
        controls,
        segmented('Number', Object.entries(METRICS), metric, (id) => change({ metric: id === 'bookings' ? null : id })),
        segmented('Smoothing', [['yes', '7-day average'], ['no', 'Each day']], averaged ? 'yes' : 'no', (id) => change({ smooth: id === 'no' ? 'no' : null })),
      );
      legend.update(data.channels, (c) => c.bookings);
      const on = data.channels.filter((c) => legend.isOn(c.channel));
      const moving = data.final.map((isFinal) => !isFinal);
      chart.update({
        days: data.days,
        moving,
        marks: [],
        series: on.flatMap((c) => lines(c, metric, averaged)),
        onPick: (day, channel) => sumOfDays(metric, { from: day, to: day, channel: [channel] }),
      });
      show(key, keyOf({ moving, restated: false }));
      const rows = rowsOf(data, on);
      table.update(rows, totals(on));
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
      },
      destroy() {
        chart.destroy();
      },
    };
  },
};

function number(id, title) {
  const { table, column } = source(id);
  return {
    id,
    title,
    numeric: true,
    value: (r) => r[id],
    cell: (r) => (r.day === null ? format.count(r[id]) : drill(format.count(r[id]), table, { booking_date: r.day, channel: r.channel }, column)),
  };
}

/** The line of a channel: its average, as bookings go up and down with the week, or its days. */
function lines(c, metric, averaged) {
  const { token, dash } = channelStyle(c.channel);
  const values = averaged ? (metric === 'bookings' ? c.average7.map(toNumber) : average(c.lead[metric], c[metric])) : c[metric];
  return [{ id: c.channel, name: c.channel, token, dash, values, format: averaged ? (v) => format.decimal(v, 1) : format.count }];
}

function toNumber(v) {
  return v === null ? null : Number(v);
}

/** Mean of the days up to each; over fewer where the data begins. */
function average(lead, values) {
  const all = [...lead, ...values];
  let sum = 0;
  return all
    .map((v, i) => {
      sum += v - (i >= AVERAGED ? all[i - AVERAGED] : 0);
      return sum / Math.min(i + 1, AVERAGED);
    })
    .slice(lead.length);
}

function rowsOf(data, channels) {
  const rows = [];
  for (let i = data.days.length - 1; i >= 0; i -= 1) {
    for (const c of channels) {
      if (c.bookings[i] > 0 || c.canceled[i] > 0 || c.no_shows[i] > 0 || c.held[i] > 0) {
        rows.push({
          day: data.days[i],
          channel: c.channel,
          final: data.final[i],
          bookings: c.bookings[i],
          net_bookings: c.net_bookings[i],
          canceled: c.canceled[i],
          no_shows: c.no_shows[i],
          held: c.held[i],
        });
      }
    }
  }
  return rows;
}

function totals(channels) {
  const sum = (field) => channels.reduce((n, c) => n + c[field].reduce((a, b) => a + b, 0), 0);
  const total = { day: null, final: true };
  Object.keys(METRICS).forEach((id) => (total[id] = sum(id)));
  return total;
}
