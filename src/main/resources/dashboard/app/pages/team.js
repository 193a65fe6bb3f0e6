// Team load: meetings of each host by week, against the team's average.
import { get } from '../api.js';
import { lineChart } from '../charts/line.js';
import { h, show } from '../dom.js';
import * as format from '../format.js';
import { card, drill, swatch } from '../parts.js';
import { change } from '../router.js';
import { status } from '../store.js';
import { dataTable } from '../table.js';
import { nothingHere, nothingYet, pageHead, parameters } from './range.js';

const TABLE = 'gold_weekly_employee_load';
/** Weeks that have a column of their own: the newest ones. */
const WEEKS = 10;
const LINES = 5;
const HOSTS = 25;

export const team = {
  id: 'team',
  title: 'Team',
  tables: [TABLE, 'gold_meeting_load_per_employee'],
  filters: ['range'],

  load(query, signal) {
    const { from, to } = parameters(query);
    return get('team', { from, to }, signal);
  },

  mount() {
    const head = pageHead('Team load', false);
    const legend = h('div.keys');
    const chart = lineChart({ height: 260, label: "Hours of meetings by week: the team's average and the busiest hosts; the table below has the same numbers" });
    const search = h('input.search', {
      type: 'search',
      placeholder: 'Find a host',
      'aria-label': 'Find a host',
      style: { width: '190px' },
      on: { change: () => change({ host: search.value.trim() || null }) },
    });
    const holder = h('div');
    const note = h('p.note');
    const body = h(
      'div.stack',
      null,
      card('Hours by week', { controls: legend }, chart.el),
      card('Hosts', { controls: search, flush: true }, holder),
      note,
    );
    const el = h('div.stack', null, head.el, body);
    let table = null;
    let shape = null;
    return {
      el,
      update(data, query) {
        head.update(query);
        show(el, head.el, status.last_day === null ? nothingYet() : data.weeks.length === 0 ? nothingHere() : body);
        if (data.weeks.length === 0) {
          return;
        }
        if (document.activeElement !== search) {
          search.value = query.host ?? '';
        }
        const rows = hostRows(data).filter((r) => `${r.name} ${r.host}`.toLowerCase().includes((query.host ?? '').toLowerCase()));
        const drawn = chartData(data, rows);
        chart.update(drawn);
        show(legend, drawn.series.map((one) => h('span', null, swatch(one.token), h('span.cut', null, one.name))));
        const weeks = data.weeks.slice(-WEEKS).reverse();
        if (shape !== weeks.join()) {
          shape = weeks.join();
          table = hostTable(weeks);
          show(holder, table.el);
        }
        table.update(rows);
        note.textContent =
          'A week is marked as overloaded where a host has more than twice the median minutes of the hosts with a meeting, and more than 10 hours. Weeks begin on Monday.' +
          (data.weeks.length > WEEKS ? ` The newest ${WEEKS} of ${data.weeks.length} weeks have a column; the sums are of all.` : '');
      },
      destroy() {
        chart.destroy();
      },
    };
  },
};

function hostRows(data) {
  return data.hosts
    .map((host) => {
      const minutes = host.weeks.reduce((n, w) => n + w.minutes, 0);
      return {
        host: host.host,
        name: host.name ?? host.host,
        meetings: host.weeks.reduce((n, w) => n + w.meetings, 0),
        minutes,
        average: minutes / data.weeks.length,
        overloads: host.weeks.filter((w) => w.overloaded).length,
        weeks: new Map(host.weeks.map((w) => [w.week, w])),
      };
    })
    .sort((a, b) => b.minutes - a.minutes);
}

function hostTable(weeks) {
  return dataTable({
    caption: 'Meetings by host and week',
    key: (r) => r.host,
    piece: HOSTS,
    columns: [
      { id: 'name', title: 'Host', text: true, value: (r) => r.name, cell: (r) => r.name },
      { id: 'meetings', title: 'Meetings', numeric: true, value: (r) => r.meetings, cell: (r) => format.count(r.meetings) },
      { id: 'hours', title: 'Hours', numeric: true, value: (r) => r.minutes, cell: (r) => format.fixed(r.minutes / 60, 1) },
      { id: 'average', title: 'Hours a week', numeric: true, value: (r) => r.average, cell: (r) => format.fixed(r.average / 60, 1) },
      {
        id: 'overloads',
        title: 'Overloaded',
        numeric: true,
        value: (r) => r.overloads,
        cell: (r) => (r.overloads === 0 ? format.NONE : h('span.badge.bad', null, r.overloads === 1 ? '1 week' : `${r.overloads} weeks`)),
      },
      ...weeks.map((week) => ({
        id: week,
        title: format.shortDay(week),
        numeric: true,
        hint: `Hours in the week from ${format.day(week)}`,
        value: (r) => r.weeks.get(week)?.minutes ?? null,
        cell: (r) => weekCell(r, week),
      })),
    ],
  });
}

function weekCell(row, week) {
  const w = row.weeks.get(week);
  if (w === undefined) {
    return format.NONE;
  }
  const hours = format.fixed(w.minutes / 60, 1);
  const number = drill(hours, TABLE, { week_start: week, user_id: row.host }, 'meeting_minutes');
  number.title = `${format.count(w.meetings)} meetings, ${format.count(w.minutes)} minutes${w.overloaded ? ': overloaded' : ''}`;
  return w.overloaded ? h('span.over', null, h('span', { 'aria-label': 'overloaded' }, '▲ '), number) : number;
}

function chartData(data, rows) {
  const hours = (minutes) => (minutes === null || minutes === undefined ? null : Number(minutes) / 60);
  const text = (v) => `${format.decimal(v, 1)} h`;
  return {
    days: data.weeks,
    series: [
      { id: 'average', name: "Team's average", token: 'muted', width: 2.6, values: data.average.map(hours), format: text, tick: text },
      ...rows.slice(0, LINES).map((r, i) => ({ id: r.host, name: r.name, token: `series-${i + 1}`, values: data.weeks.map((w) => hours(r.weeks.get(w)?.minutes)), format: text, tick: text })),
    ],
  };
}
