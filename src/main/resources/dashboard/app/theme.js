// Light or dark: the system's wish, or what the reader chose. Canvases ask here for the colours that CSS gives.
import { tell } from './store.js';

const KEY = 'tidemark-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const probe = document.createElement('i');
/** Colours that were asked for, in the theme of now: each costs the browser a look at all styles. */
const colours = new Map();

export function startTheme() {
  probe.hidden = true;
  document.body.append(probe);
  apply(localStorage.getItem(KEY));
  dark.addEventListener('change', changed);
}

export function isDark() {
  return (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
}

/** The other theme from now on. */
export function switchTheme() {
  const next = isDark() ? 'light' : 'dark';
  localStorage.setItem(KEY, next);
  apply(next);
  changed();
}

function changed() {
  colours.clear();
  tell('theme', isDark());
}

function apply(theme) {
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
}

/** A colour of tokens.css as canvases understand it. */
export function colour(token) {
  if (!colours.has(token)) {
    probe.style.color = `var(--${token})`;
    colours.set(token, getComputedStyle(probe).color);
  }
  return colours.get(token);
}

const COLOURS = 20;
const DASHES = [undefined, [6, 4], [2, 3]];

/** How a series is drawn: each its own colour, then the colours again with dashes. */
export function seriesStyle(index) {
  return {
    token: `series-${(index % COLOURS) + 1}`,
    dash: DASHES[Math.floor(index / COLOURS) % DASHES.length],
  };
}
