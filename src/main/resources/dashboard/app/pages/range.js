// What pages ask the server for: the range and the channels of the address.
import { get } from '../api.js';
import { plus, rangeOf } from '../days.js';
import { h } from '../dom.js';
import * as format from '../format.js';
import { empty } from '../parts.js';
import { status } from '../store.js';

/** Parameters of a request; none before there are bookings. */
export function parameters(query) {
  if (status.last_day === null) {
    return { channel: query.channel };
  }
  const { from, to } = rangeOf(query, status.first_day, status.last_day);
  return { from, to, channel: query.channel };
}

/** Averages look back so many days. */
const LEAD = 6;

/**
 * Reads /api/daily with the days before the range that averages of its first days need.
 *
 * @returns the board of the range; lead holds lists of the days before, the board's and each channel's
 */
export async function dailyWithLead(query, signal) {
  const asked = parameters(query);
  const from = asked.from === undefined ? undefined : plus(asked.from, -LEAD);
  const board = await get('daily', { ...asked, from }, signal);
  const skip = board.days.findIndex((day) => day >= asked.from);
  const cut = (list, start, end) => (Array.isArray(list) ? list.slice(start, end) : list);
  const lists = (c, start, end) => Object.fromEntries(Object.entries(c).map(([name, list]) => [name, cut(list, start, end)]));
  const begin = skip < 0 ? board.days.length : skip;
  return {
    days: board.days.slice(begin),
    final: board.final.slice(begin),
    covered: board.covered.slice(begin),
    lead: { covered: board.covered.slice(0, begin) },
    channels: board.channels.map((c) => ({ ...lists(c, begin), lead: lists(c, 0, begin) })),
    restated: board.restated.filter((r) => r.day >= asked.from),
  };
}

/** The heading of a page, with the range, the channels (if it has any) and the zone it speaks of. */
export function pageHead(title, byChannel = true) {
  const sub = h('p.sub');
  return {
    el: h('div.page-head', null, h('h1', null, title), sub),
    update(query) {
      if (status.last_day === null) {
        sub.textContent = '';
        return;
      }
      const { from, to } = rangeOf(query, status.first_day, status.last_day);
      const channels = query.channel.length === 0 ? 'all channels' : query.channel.join(', ');
      sub.replaceChildren(h('strong', null, format.days(from, to)), `${byChannel ? ` · ${channels}` : ''} · days in ${status.zone}`);
    },
  };
}

/** Which days costs are of: not always all those that the spend beside them is of. */
export function costDays(covered) {
  return covered === null
    ? 'No costs: no day of the range has both bookings and spend.'
    : `Costs are of ${format.days(covered.from, covered.to)}, the days that bookings and spend both cover.`;
}

/** A channel's cost per booking; one whose spend nobody has told has none. */
export function costText(channel) {
  return channel.spend === null ? format.NONE : format.money(channel.cost_per_booking);
}

/** What a page shows instead while nothing has come in. */
export function nothingYet() {
  return empty(
    'No bookings yet',
    'Numbers appear within seconds of the first webhook. Point Calendly at the gateway, or try it with ./tidemark demo, or fill this lake with ./tidemark replay --input DIR.',
  );
}

/** What a page shows where the filters leave nothing. */
export function nothingHere() {
  return empty('Nothing in this range', 'Choose a longer range or more channels above.');
}
