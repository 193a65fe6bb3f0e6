// Numbers, money, days and instants as the reader's language writes them. Nothing known is shown as a dash, never as 0.
import { status } from './store.js';

export const NONE = '–';

const locale = navigator.languages?.[0] ?? navigator.language;
const cache = new Map();

function numbers(options) {
  const key = JSON.stringify(options);
  if (!cache.has(key)) {
    cache.set(key, new Intl.NumberFormat(locale, options));
  }
  return cache.get(key);
}

function dates(options) {
  const key = `date ${JSON.stringify(options)}`;
  if (!cache.has(key)) {
    cache.set(key, new Intl.DateTimeFormat(locale, options));
  }
  return cache.get(key);
}

function known(value) {
  return value !== null && value !== undefined && value !== '';
}

export function count(value) {
  return known(value) ? numbers({ maximumFractionDigits: 0 }).format(value) : NONE;
}

/** A number with so many digits after the point at most. */
export function decimal(value, digits = 2) {
  return known(value) ? numbers({ maximumFractionDigits: digits }).format(value) : NONE;
}

/** A number with exactly so many digits after the point. */
export function fixed(value, digits) {
  return known(value) ? numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value) : NONE;
}

export function short(value) {
  return known(value) ? numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(value) : NONE;
}

/** An amount of the lake's currency. */
export function money(value) {
  return known(value) ? numbers({ style: 'currency', currency: status.currency }).format(value) : NONE;
}

export function shortMoney(value) {
  return known(value)
    ? numbers({ style: 'currency', currency: status.currency, notation: 'compact', maximumFractionDigits: 1 }).format(value)
    : NONE;
}

/** A ratio, 0 to 1, as a percentage. */
export function percent(value, digits = 1) {
  return known(value) ? numbers({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value) : NONE;
}

/** A relative change, 0.25 = +25 %. */
export function change(value) {
  return known(value) ? numbers({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value) : NONE;
}

export function signed(value, digits = 1) {
  return known(value) ? numbers({ maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(value) : NONE;
}

/** A day, 'YYYY-MM-DD'. Days have no zone: they are formatted as they are. */
export function day(iso) {
  return known(iso) ? dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`)) : NONE;
}

export function dayWithWeekday(iso) {
  return known(iso)
    ? dates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`))
    : NONE;
}

/** A day without its year. */
export function shortDay(iso) {
  return known(iso) ? dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`)) : NONE;
}

export function month(iso) {
  return dates({ month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`));
}

export function days(from, to) {
  if (from === to) {
    return day(from);
  }
  return dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).formatRange(
    new Date(`${from}T00:00:00Z`),
    new Date(`${to}T00:00:00Z`),
  );
}

export function shortDays(from, to) {
  return dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** An instant by the clocks of the reporting zone. */
export function instant(iso) {
  return known(iso)
    ? dates({ dateStyle: 'medium', timeStyle: 'medium', timeZone: status.zone }).format(new Date(iso))
    : NONE;
}

export function hourOfDay(hour) {
  return dates({ hour: 'numeric', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1, hour)));
}

/** 1 = Monday to 7 = Sunday. */
export function weekday(number, width = 'short') {
  return dates({ weekday: width, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, number)));
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** How long ago an instant was, in its largest unit. */
export function ago(iso, style = 'short') {
  if (!known(iso)) {
    return NONE;
  }
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 1000));
  const [unit, length] = STEPS.find(([, l]) => seconds >= l) ?? STEPS.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always', style }).format(-Math.floor(seconds / length), unit);
}

/** A duration in its largest unit. */
export function duration(millis) {
  if (!known(millis)) {
    return NONE;
  }
  if (millis < 1000) {
    return numbers({ style: 'unit', unit: 'millisecond', unitDisplay: 'short', maximumFractionDigits: 0 }).format(millis);
  }
  const seconds = millis / 1000;
  const [unit, length] = STEPS.find(([, l]) => seconds >= l);
  return numbers({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: unit === 'second' ? 1 : 0 }).format(seconds / length);
}

/** A value of a table's column, by its unit, else by its type. Cells are short; what is cut is in the tooltip. */
export function cell(value, column) {
  if (!known(value)) {
    return NONE;
  }
  if (UNITS[column.unit] !== undefined) {
    return UNITS[column.unit](value);
  }
  const type = column.type.toLowerCase();
  if (type.startsWith('decimal')) {
    return decimal(value, 4);
  }
  if (typeof value === 'number') {
    return String(value); // without a unit it is a name, such as a week's number
  }
  if (type === 'date') {
    return day(value);
  }
  if (type.startsWith('timestamp')) {
    return instant(value);
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** How the catalog's units are written. An average of counts is a count too, so there may be digits after the point. */
const UNITS = {
  count: (value) => decimal(value, 2),
  money,
  share: (value) => percent(value),
  change,
  ratio: (value) => `${decimal(value, 2)} ×`,
  minutes: (value) => numbers({ style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(value),
  rank: (value) => String(value),
};

/** snake_case as words. */
export function words(name) {
  const text = name.replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
