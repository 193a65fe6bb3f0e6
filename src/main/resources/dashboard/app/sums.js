// Sums over days, taken apart into the Gold rows that they are made of.
import { get } from './api.js';
import * as format from './format.js';
import { openSum } from './why.js';

/** A board's number, the Gold table and column that has it by day and channel, and how it is written. */
const COLUMNS = {
  bookings: ['gold_daily_bookings_by_channel', 'bookings_count', format.count],
  net_bookings: ['gold_daily_bookings_by_channel', 'net_bookings_count', format.count],
  canceled: ['gold_daily_bookings_by_channel', 'cancellations_count', format.count],
  no_shows: ['gold_daily_bookings_by_channel', 'no_shows_count', format.count],
  held: ['gold_daily_bookings_by_channel', 'held_count', format.count],
  spend: ['gold_daily_cpb_by_channel', 'total_spend', format.money],
  cost_per_booking: ['gold_daily_cpb_by_channel', 'cost_per_booking', format.money],
};

export const METRICS = {
  bookings: 'Bookings',
  net_bookings: 'Net bookings',
  canceled: 'Canceled',
  no_shows: 'No-shows',
  held: 'Held',
};

/** The Gold table and column of a board's number. */
export function source(field) {
  const [table, column, text] = COLUMNS[field];
  return { table, column, text };
}

/** Opens the drawer on a sum. @param {{from, to, channel: string[]}} parameters days and channels that are summed */
export function sumOfDays(field, parameters) {
  const { table, column, text } = source(field);
  const days = format.days(parameters.from, parameters.to);
  const channels = parameters.channel.length === 0 ? 'all channels' : parameters.channel.join(', ');
  openSum(`What ${format.words(column).toLowerCase()} is made of`, `${days}, ${channels}`, async (signal) => {
    const daily = await get('daily', parameters, signal);
    const rows = [];
    for (let i = daily.days.length - 1; i >= 0; i -= 1) {
      for (const c of daily.channels) {
        const value = c[field][i];
        if (value !== null && Number(value) !== 0) {
          rows.push({ name: `${format.day(daily.days[i])}, ${c.channel}`, text: text(value), table, key: { booking_date: daily.days[i], channel: c.channel }, column });
        }
      }
    }
    return rows;
  });
}
