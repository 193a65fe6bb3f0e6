// The filters on top: range, channels, campaign. They live in the address.
import { get } from './api.js';
import { DEFAULT_PRESET, PRESETS, isDay, rangeOf } from './days.js';
import { h, show } from './dom.js';
import * as format from './format.js';
import { channelName } from './parts.js';
import { popover } from './popover.js';
import { change } from './router.js';
import { status } from './store.js';

const SEARCH_FROM = 9;
const CAMPAIGNS_AT_ONCE = 30;

/** @returns {{el: HTMLElement, update: (query, uses: string[]) => void}} uses: 'range', 'channel', 'campaign' */
export function filterBar() {
  let query = { channel: [] };
  const range = popover({ label: 'Range', icon: 'calendar', wide: true, content: (close) => rangeChoices(query, close) });
  const channels = popover({ label: 'Channels', icon: 'filter', content: (close) => channelChoices(query, close) });
  const campaign = popover({ label: 'Campaign', icon: 'filter', content: (close) => campaignChoice(query, close) });
  const el = h('div', { role: 'group', 'aria-label': 'Filters', style: { display: 'contents' } }, range.el, channels.el, campaign.el);
  return {
    el,
    update(newQuery, uses) {
      query = newQuery;
      range.el.hidden = !uses.includes('range');
      channels.el.hidden = !uses.includes('channel');
      campaign.el.hidden = !uses.includes('campaign');
      range.set(rangeTitle(query));
      channels.set(channelTitle(query.channel));
      campaign.set(query.campaign?.slice(0, 60) ?? 'All campaigns');
    },
  };
}

function rangeTitle(query) {
  if (status.last_day === null) {
    return 'No days yet';
  }
  const { from, to, title } = rangeOf(query, status.first_day, status.last_day);
  return title ?? format.days(from, to);
}

function channelTitle(chosen) {
  if (chosen.length === 0) {
    return 'All channels';
  }
  return chosen.length === 1 ? chosen[0] : `${chosen.length} channels`;
}

function rangeChoices(query, close) {
  if (status.last_day === null) {
    return [h('p.note', null, 'There are no bookings yet, so there is no range to choose.')];
  }
  const now = rangeOf(query, status.first_day, status.last_day);
  const presets = PRESETS.map((preset) => {
    const [from, to] = preset.of(status.first_day, status.last_day);
    return h(
      'button.menu-item',
      {
        type: 'button',
        'aria-pressed': String(preset.id === now.preset),
        on: {
          click: () => {
            close();
            change({ range: preset.id === DEFAULT_PRESET ? null : preset.id, from: null, to: null });
          },
        },
      },
      preset.title,
      h('span.end', null, from.slice(0, 4) === to.slice(0, 4) ? format.shortDays(from, to) : format.days(from, to)),
    );
  });
  const from = h('input', { type: 'date', value: now.from, required: true });
  const to = h('input', { type: 'date', value: now.to, required: true });
  const problem = h('p.note', { role: 'alert' });
  const form = h(
    'form',
    {
      novalidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          problem.textContent = rangeProblem(from.value, to.value);
          if (problem.textContent === '') {
            close();
            change({ range: null, from: from.value, to: to.value });
          }
        },
      },
    },
    h('div.row', null, h('label.field', null, 'From', from), h('label.field', null, 'To', to)),
    h('div.actions', null, problem, h('button.button.primary.small', { type: 'submit' }, 'Apply')),
  );
  return [...presets, h('hr'), form, h('p.note', { style: { padding: '4px 10px' } }, `Days in ${status.zone}; bookings from ${format.day(status.first_day)} to ${format.day(status.last_day)}.`)];
}

function rangeProblem(from, to) {
  if (!isDay(from) || !isDay(to)) {
    return 'Give both days.';
  }
  return from > to ? 'The first day must not be after the last.' : '';
}

function channelChoices(query, close) {
  const boxes = status.channels.map((channel) => {
    const box = h('input', { type: 'checkbox', value: channel });
    box.checked = query.channel.length === 0 || query.channel.includes(channel);
    return { channel, box, label: h('label.check', null, box, channelName(channel)) };
  });
  const search = h('input.search', {
    type: 'search',
    placeholder: 'Find a channel',
    'aria-label': 'Find a channel',
    on: { input: () => boxes.forEach(({ channel, label }) => (label.hidden = !channel.toLowerCase().includes(search.value.trim().toLowerCase()))) },
  });
  const set = (checked) => boxes.forEach(({ box }) => (box.checked = checked));
  const apply = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ channel }) => channel);
    close();
    change({ channel: chosen.length === boxes.length ? [] : chosen });
  };
  return [
    boxes.length >= SEARCH_FROM ? search : null,
    ...boxes.map(({ label }) => label),
    h(
      'div.actions',
      null,
      h('button.button.plain.small', { type: 'button', on: { click: () => set(true) } }, 'All'),
      h('button.button.plain.small', { type: 'button', on: { click: () => set(false) } }, 'None'),
      h('button.button.primary.small', { type: 'button', on: { click: apply } }, 'Apply'),
    ),
  ];
}

/** The campaigns that there are; they are read when the choice is opened. */
function campaignChoice(query, close) {
  const list = h('div');
  const search = h('input.search', { type: 'search', placeholder: 'Find a campaign', 'aria-label': 'Find a campaign', on: { input: draw } });
  let all = [];
  const choose = (campaign) => {
    close();
    change({ campaign, offset: null });
  };
  function draw() {
    const found = all.filter((name) => name.toLowerCase().includes(search.value.trim().toLowerCase()));
    show(
      list,
      h('button.menu-item', { type: 'button', 'aria-pressed': String(query.campaign === undefined), on: { click: () => choose(null) } }, 'All campaigns'),
      found.slice(0, CAMPAIGNS_AT_ONCE).map((name) =>
        h('button.menu-item', { type: 'button', 'aria-pressed': String(name === query.campaign), on: { click: () => choose(name) } }, h('span.cut', null, name.slice(0, 200))),
      ),
      found.length > CAMPAIGNS_AT_ONCE && h('p.note', null, `and ${found.length - CAMPAIGNS_AT_ONCE} more; search above`),
    );
  }
  get('leaderboard')
    .then((board) => {
      all = [...new Set(board.channels.flatMap((c) => c.campaigns.map((one) => one.campaign)))].sort();
      draw();
    })
    .catch((error) => show(list, h('p.note', { role: 'alert' }, error.message)));
  return [search, list];
}
