// Days as 'YYYY-MM-DD', which sort as texts; and the ranges of them that the picker offers.

const DAY_MILLIS = 86_400_000;

export function plus(day, n) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MILLIS).toISOString().slice(0, 10);
}

/** How many days a range has, both ends included. */
export function length(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MILLIS) + 1;
}

/** Whether a text is a day that there is. */
export function isDay(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && plus(text, 0) === text;
}

export const DEFAULT_PRESET = '30d';

/** Ranges that end with the newest day of bookings. */
export const PRESETS = [
  { id: '1d', title: 'Newest day', of: (first, last) => [last, last] },
  { id: '7d', title: 'Last 7 days', of: (first, last) => [plus(last, -6), last] },
  { id: '30d', title: 'Last 30 days', of: (first, last) => [plus(last, -29), last] },
  { id: '90d', title: 'Last 90 days', of: (first, last) => [plus(last, -89), last] },
  { id: 'mtd', title: 'This month', of: (first, last) => [`${last.slice(0, 7)}-01`, last] },
  {
    id: 'month',
    title: 'Last month',
    of: (first, last) => {
      const end = plus(`${last.slice(0, 7)}-01`, -1);
      return [`${end.slice(0, 7)}-01`, end];
    },
  },
  { id: 'ytd', title: 'This year', of: (first, last) => [`${last.slice(0, 4)}-01-01`, last] },
  { id: '365d', title: 'Last 365 days', of: (first, last) => [plus(last, -364), last] },
  { id: 'all', title: 'All time', of: (first, last) => [first, last] },
];

/**
 * The days that a query asks for.
 *
 * @param query its 'range' is a preset's id, or 'from' and 'to' are days
 * @param {string} first first day of bookings
 * @param {string} last newest day of bookings
 * @returns {{from: string, to: string, title: string, preset: string|null}}
 */
export function rangeOf(query, first, last) {
  if (isDay(query.from) && isDay(query.to) && query.from <= query.to) {
    return { from: query.from, to: query.to, title: null, preset: null };
  }
  const preset = PRESETS.find((p) => p.id === query.range) ?? PRESETS.find((p) => p.id === DEFAULT_PRESET);
  const [from, to] = preset.of(first, last);
  return { from, to, title: preset.title, preset: preset.id };
}
