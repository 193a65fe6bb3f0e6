// Overview: the key figures of the range against the range before, and where they come from.
import { get } from '../api.js';
import { lineChart } from '../charts/line.js';
import { pulseStrip } from '../charts/pulse.js';
import { spark } from '../charts/spark.js';
import { h, show } from '../dom.js';
import { fetches } from '../fetches.js';
import * as format from '../format.js';
import { card, channelName, keyOf, relative, swatch } from '../parts.js';
import { common, here, link } from '../router.js';
import { status } from '../store.js';
import { sumOfDays } from '../sums.js';
import { costDays, costText, nothingHere, nothingYet, pageHead, parameters } from './range.js';

/** Which way is better (1 more, -1 less, 0 neither), and which page tells more. */
const FIGURES = {
  bookings: { better: 1, page: 'daily' },
  net_bookings: { better: 1, page: 'daily' },
  cost_per_booking: { better: -1, page: 'cost' },
  cost_per_net_booking: { better: -1, page: 'cost' },
  cancellation_rate: { better: -1, page: 'daily' },
  no_show_rate: { better: -1, page: 'daily' },
  spend: { better: 0, page: 'cost' },
};
const LINES = [
  ['bookings', 'Bookings', 'series-1', 'area'],
  ['net_bookings', 'Net of canceled and no-shows', 'series-2', 'line'],
];
const TOP = 7;

export const overview = {
  id: 'overview',
  title: 'Overview',
  tables: ['gold_daily_bookings_by_channel', 'gold_daily_cpb_by_channel', 'gold_campaign_attribution'],
  filters: ['range', 'channel'],

  async load(query, signal) {
    const { channel, ...range } = parameters(query);
    const [figures, daily, board] = await Promise.all([
      get('overview', { ...range, channel }, signal),
      get('daily', { ...range, channel }, signal),
      get('leaderboard', range, signal),
    ]);
    return { figures, daily, board };
  },

  mount() {
    const head = pageHead('Overview');
    const figures = h('div.figures');
    const figuresNote = h('p.note');
    const chart = lineChart({ height: 268, label: 'Bookings and net bookings by day; the page Daily bookings has them as a table' });
    const chartKey = h('div');
    const legend = h('div.keys', null, LINES.map(([, name, token]) => h('span', null, swatch(token), name)));
    const channels = h('div.bars');
    const commits = h('dl.live-grid');
    const strip = pulseStrip();
    const feeds = fetches(['spend', 'history']);
    const timer = setInterval(strip.tick, 1000);
    const body = h(
      'div.stack',
      null,
      figures,
      figuresNote,
      h(
        'div.split',
        null,
        card('Bookings by day', { controls: legend }, chart.el, chartKey),
        card('Channels', { controls: h('a', { href: '#/channels' }, 'All channels') }, channels),
      ),
      h('div.halves', null, card('Arriving now', { note: 'deliveries a second, the last minute' }, strip.el, commits), card('Polled sources', {}, feeds.el)),
    );
    const el = h('div.stack', null, head.el, body);
    return {
      el,
      update(data, query) {
        head.update(query);
        if (status.last_day === null) {
          show(el, head.el, nothingYet(), card('Polled sources', {}, feeds.el));
        } else {
          show(el, head.el, body);
          show(figures, data.figures.cards.map((one) => figure(one, data)));
          figuresNote.textContent = costDays(data.figures.covered);
          chart.update(chartData(data));
          show(chartKey, keyOf({ moving: movingOf(data.daily), restated: false }));
          show(channels, topChannels(data.board, query));
          show(commits, newest());
        }
        feeds.update();
      },
      destroy() {
        clearInterval(timer);
        strip.destroy();
        feeds.destroy();
        chart.destroy();
      },
    };
  },
};

function movingOf(daily) {
  return daily.final.map((isFinal) => !isFinal);
}

function figure(one, { figures: all, daily }) {
  const { better, page } = FIGURES[one.id] ?? { better: 0, page: 'daily' };
  return h(
    'a.card.figure',
    { href: link(page, common(here().query)), 'data-figure': one.id, 'data-value': one.value },
    h('span.figure-title', { title: one.meaning }, one.title),
    h('span.figure-value', null, valueText(one, one.value)),
    h(
      'span.figure-change',
      { title: all.previous === null ? null : `${format.days(all.previous.from, all.previous.to)}: ${valueText(one, one.previous)}` },
      changeText(one, better),
      one.previous !== null && h('span', null, `from ${valueText(one, one.previous)}`),
    ),
    spark(one.series.map((p) => (p.value === null ? null : Number(p.value))), movingOf(daily)),
  );
}

function isRate(one) {
  return one.unit === 'share';
}

function valueText(one, value) {
  return format.cell(value, { unit: one.unit, type: 'decimal' });
}

/** Rates change by percentage points, everything else in percent. */
function changeText(one, better) {
  const by = isRate(one)
    ? one.value === null || one.previous === null ? null : (one.value - one.previous) * 100
    : relative(one.value, one.previous);
  if (by === null) {
    return h('span.change.flat', null, one.value === null ? 'not known' : 'nothing to compare with');
  }
  const text = isRate(one) ? `${format.signed(by)} pp` : format.change(by);
  const tone = better === 0 || Math.abs(by) < 0.0005 ? 'flat' : Math.sign(by) === better ? 'good' : 'bad';
  const arrow = Math.abs(by) < 0.0005 ? '' : by > 0 ? '↑ ' : '↓ ';
  return h('span.change', { class: tone }, arrow + text);
}

function chartData({ daily }) {
  const sum = (field) => daily.days.map((_, i) => daily.channels.reduce((n, c) => n + c[field][i], 0));
  return {
    days: daily.days,
    moving: movingOf(daily),
    series: [
      ...LINES.map(([id, name, token, kind]) => ({ id, name, token, kind, values: sum(id) })),
    ],
    onPick: (day, field) => sumOfDays(field, { from: day, to: day, channel: here().query.channel }),
  };
}

function topChannels(board, query) {
  const chosen = board.channels.filter((c) => query.channel.length === 0 || query.channel.includes(c.channel));
  const most = Math.max(...chosen.map((c) => c.bookings), 1);
  const rows = chosen.filter((c) => c.bookings > 0 || Number(c.spend) > 0).slice(0, TOP);
  if (rows.length === 0) {
    return nothingHere();
  }
  return [
    h('div.bar-row.note', null, h('span', null, 'Channel'), h('span.num', null, 'Bookings'), h('span.num.more', null, 'Cost')),
    rows.map((c) =>
      h(
        'div.bar-row',
        null,
        h('span.bar', { style: { width: `${(c.bookings / most) * 100}%` } }),
        h('span.name', { title: c.channel.slice(0, 500) }, channelName(c.channel)),
        h('span.num', null, format.count(c.bookings)),
        h('span.num.more', null, costText(c)),
      ),
    ),
  ];
}

function newest() {
  const commit = status.commits.map((c) => c.committed_at).sort().at(-1);
  return [
    ['Newest delivery', format.ago(status.newest_delivery_at)],
    ['Last commit', format.ago(commit ?? null)],
    ['Event time has come to', format.instant(status.watermark)],
  ].map(([name, value]) => [h('dt', null, name), h('dd', null, value)]);
}
