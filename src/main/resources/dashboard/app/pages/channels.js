// Channel leaderboard: ranks and shares, and the campaigns inside a channel.
import { get } from '../api.js';
import { h, show } from '../dom.js';
import * as format from '../format.js';
import { card, channelName, drill } from '../parts.js';
import { status } from '../store.js';
import { sumOfDays } from '../sums.js';
import { costDays, costText, nothingHere, nothingYet, pageHead, parameters } from './range.js';

const CAMPAIGNS = 'gold_campaign_attribution';
const HEADS = [
  ['Channel', ''],
  ['Rank', 'num', 'By bookings, most first'],
  ['Bookings', 'num'],
  ['Share', 'num', "Part of all channels' bookings"],
  ['Net bookings', 'num', 'Neither canceled nor a no-show'],
  ['Spend', 'num'],
  ['Cost per booking', 'num'],
  ['Cost rank', 'num', 'Lowest cost first, among channels with enough bookings'],
];

export const channels = {
  id: 'channels',
  title: 'Channels',
  tables: ['gold_daily_bookings_by_channel', 'gold_daily_cpb_by_channel', 'gold_campaign_attribution'],
  filters: ['range', 'channel', 'campaign'],

  load(query, signal) {
    const { channel, ...range } = parameters(query);
    return get('leaderboard', range, signal);
  },

  mount() {
    const head = pageHead('Channel leaderboard');
    const rows = h('tbody');
    const note = h('p.note');
    const opened = new Set();
    const body = card(
      'Channels by bookings',
      { flush: true },
      h(
        'div.table-wrap.tall',
        { tabindex: 0, role: 'region', 'aria-label': 'Channels and their campaigns' },
        h(
          'table.data',
          null,
          h('thead', null, h('tr', null, HEADS.map(([title, kind, hint], i) => h('th', { scope: 'col', class: i === 0 ? 'first' : kind, title: hint }, title)))),
          rows,
        ),
      ),
      h('div.table-foot', null, note),
    );
    const el = h('div.stack', null, head.el, body);

    function draw(data, query) {
      const chosen = data.channels.filter((c) => query.channel.length === 0 || query.channel.includes(c.channel));
      const most = Math.max(...chosen.map((c) => c.share ?? 0), 0);
      const focused = document.activeElement?.dataset?.expands;
      show(rows, chosen.map((c) => channelRows(c, most, query, opened, () => draw(data, query))));
      if (focused !== undefined) {
        [...rows.querySelectorAll('[data-expands]')].find((b) => b.dataset.expands === focused)?.focus();
      }
      note.textContent =
        `A channel with fewer than ${format.count(data.minimum_bookings)} bookings has no cost rank: one booking more or less would turn it over. ` +
        `${costDays(data.covered)} ${data.campaign_note}${data.campaign_range === null ? '' : `: ${format.days(data.campaign_range.from, data.campaign_range.to)}`}.`;
    }

    return {
      el,
      update(data, query) {
        head.update(query);
        const chosen = data.channels.filter((c) => query.channel.length === 0 || query.channel.includes(c.channel));
        show(el, head.el, status.last_day === null ? nothingYet() : chosen.length === 0 ? nothingHere() : body);
        draw(data, query);
      },
    };
  },
};

function channelRows(c, most, query, opened, redraw) {
  const campaigns = c.campaigns.filter((one) => query.campaign === undefined || one.campaign === query.campaign);
  const open = campaigns.length > 0 && (opened.has(c.channel) || query.campaign !== undefined);
  const sum = (field, text) => {
    const parameters_ = { ...parameters(query), channel: [c.channel] };
    return h('button.drill', { type: 'button', title: 'What this is made of', 'aria-haspopup': 'dialog', on: { click: () => sumOfDays(field, parameters_) } }, text);
  };
  const expander =
    campaigns.length === 0
      ? h('span', { style: { display: 'inline-block', width: '22px' } })
      : h(
          'button.expander',
          {
            type: 'button',
            'aria-expanded': String(open),
            'aria-label': `Campaigns of ${c.channel.slice(0, 80)}`,
            'data-expands': c.channel,
            on: { click: () => { (opened.has(c.channel) ? opened.delete(c.channel) : opened.add(c.channel)); redraw(); } },
          },
          open ? '▾' : '▸',
        );
  return [
    h(
      'tr',
      { 'data-key': c.channel },
      h('td.first.text', { title: c.channel.slice(0, 500) }, expander, ' ', channelName(c.channel)),
      h('td.num', null, format.count(c.volume_rank)),
      h('td.num', null, sum('bookings', format.count(c.bookings))),
      h('td.num', null, shareBar(c.share, most)),
      h('td.num', null, sum('net_bookings', format.count(c.net_bookings))),
      h('td.num', null, c.spend === null ? format.NONE : sum('spend', format.money(c.spend))),
      h('td.num', null, c.spend === null || c.cost_per_booking === null ? format.NONE : sum('cost_per_booking', costText(c))),
      h('td.num', null, c.cost_rank === null ? h('span.badge', { title: c.cost_rank_reason }, c.cost_rank_reason ?? 'no rank') : format.count(c.cost_rank)),
    ),
    open && campaigns.map((one) => campaignRow(one, c)),
  ];
}

function campaignRow(one, c) {
  const why = (text, column) => drill(text, CAMPAIGNS, { channel: c.channel, campaign: one.campaign }, column);
  return h(
    'tr.sub',
    { 'data-key': `${c.channel} ${one.campaign}` },
    h('td.first.text', { title: one.campaign.slice(0, 500) }, one.campaign.slice(0, 200)),
    h('td', null),
    h('td.num', null, why(format.count(one.bookings), 'total_bookings_count')),
    h('td.num', { title: "Part of the channel's bookings" }, shareBar(one.share, 1)),
    h('td.num', null, why(format.count(one.net_bookings), 'net_bookings_count')),
    h('td.num', null, format.NONE),
    h('td.num', null, one.cost_per_booking === null ? format.NONE : why(format.money(one.cost_per_booking), 'cpb')),
    h('td', null),
  );
}

function shareBar(share, most) {
  const width = share === null || most === 0 ? 0 : (share / most) * 100;
  return h('span.share', null, h('i', null, h('b', { style: { width: `${width}%` } })), h('span', null, format.percent(share)));
}
