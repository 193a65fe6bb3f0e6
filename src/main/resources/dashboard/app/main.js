// The page: reads the address, loads what it asks for, shows it, and loads again when a table it shows has a new version.
import { ApiError, get, hasToken, keepToken, takeToken } from './api.js';
import { h, show } from './dom.js';
import { listen } from './live.js';
import { channels } from './pages/channels.js';
import { cost } from './pages/cost.js';
import { daily } from './pages/daily.js';
import { overview } from './pages/overview.js';
import { quality } from './pages/quality.js';
import { tables } from './pages/tables.js';
import { team } from './pages/team.js';
import { when } from './pages/when.js';
import { empty, notice } from './parts.js';
import { go, here, link, onChange } from './router.js';
import { shell } from './shell.js';
import { isOrdered, on, setOrder, setStatus, status } from './store.js';
import { startTheme } from './theme.js';

const PAGES = [overview, daily, cost, channels, when, team, quality, tables];
/** After a new version the page waits so long for more of the same checkpoint before it loads. */
const GATHER_MILLIS = 120;
/** The page loads at most this often by itself. */
const REFRESH_MILLIS = 800;
/** How often the page asks whether a server that has just begun has read its tables. */
const STARTING_MILLIS = 1_000;

let frame = null;
let current = null;
let abort = null;
let refreshTimer = null;
let refreshedAt = 0;
/** The newest version heard of, by table. */
const versions = new Map();

async function start() {
  takeToken();
  startTheme();
  try {
    setStatus(await get('status'));
  } catch (error) {
    document.getElementById('boot').remove();
    document.body.append(h('main', null, cannotStart(error)));
    return;
  }
  document.getElementById('boot').remove();
  status.commits.forEach(({ table, version }) => versions.set(table, version));
  frame = shell(PAGES);
  onChange(route);
  on('version', changed);
  on('lake', lakeChanged);
  on('connection', (connected) => connected && current.view === null && abort === null && load(here().query));
  route();
  listen();
  untilRead();
}

/** A server that has just begun reads its tables first, and then knows more. */
async function untilRead() {
  while (status.reading) {
    await new Promise((resolve) => setTimeout(resolve, STARTING_MILLIS));
    await readStatus();
  }
}

/** Says whether there was an answer. */
async function readStatus() {
  try {
    setStatus(await get('status'));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    return false; // the pill says that there is no connection
  }
}

/** Channels have their colours by their bookings: nothing is drawn before these are known. */
async function orderChannels(signal) {
  if (!isOrdered()) {
    const board = await get('leaderboard', {}, signal);
    setOrder(board.channels.map((c) => c.channel));
  }
}

/** Shows the page of the address. */
function route() {
  const { page: id, query } = here();
  const page = PAGES.find((p) => p.id === id);
  if (page === undefined) {
    history.replaceState(null, '', link(PAGES[0].id, query));
    route();
    return;
  }
  const isNew = current?.page !== page;
  if (isNew) {
    current?.view?.destroy?.();
    current = { page, view: null };
    window.scrollTo(0, 0);
    show(frame.main, skeleton());
    frame.main.focus({ preventScroll: true });
  }
  frame.update(page, query);
  load(query);
}

/**
 * Loads what the page shows and shows it.
 *
 * @param byItself whether nobody asked: then numbers that are shown stay if the server is away for a moment
 */
async function load(query, byItself = false) {
  const asked = current;
  const { hash } = location;
  abort?.abort();
  abort = new AbortController();
  const { signal } = abort;
  const slow = setTimeout(() => frame.busy(true), 150);
  try {
    const [data] = await Promise.all([asked.page.load(query, signal), orderChannels(signal)]);
    if (signal.aborted) {
      return;
    }
    asked.view ??= asked.page.mount();
    if (frame.main.firstChild !== asked.view.el) {
      show(frame.main, asked.view.el);
    }
    asked.view.update(data, query);
    frame.main.dataset.shown = hash;
    performance.mark('tidemark-shown', { detail: asked.page.id });
  } catch (error) {
    if (error.name !== 'AbortError' && !(byItself && error.status === 0 && asked.view !== null)) {
      failed(error, asked, query);
    }
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) {
      abort = null;
      frame.busy(false);
    }
  }
}

function failed(error, asked, query) {
  // numbers that are shown go: a filter that was refused must not seem to hold for them
  asked.view?.destroy?.();
  asked.view = null;
  const again = h('button.button.small', { type: 'button', on: { click: () => load(query) } }, 'Try again');
  const words = error instanceof ApiError ? error.message : `This page has a fault: ${error.message}`;
  show(frame.main, h('div.stack', null, h('h1', null, asked.page.title), notice('error', words, again)));
  frame.main.dataset.shown = location.hash;
  if (!(error instanceof ApiError)) {
    throw error;
  }
}

/** A table has a new version: what shows it is loaded again, soon but not too often. */
function changed({ table, version }) {
  if (versions.get(table) === version) {
    return; // told again after the connection came back
  }
  versions.set(table, version);
  if (current.page.tables === null || current.page.tables.includes(table)) {
    schedule();
  }
}

/** The lake is gone, or is back: the numbers are loaded again once they can be. */
async function lakeChanged({ problem }) {
  if ((await readStatus()) && problem === null) {
    schedule();
  }
}

function schedule() {
  refreshTimer ??= setTimeout(refresh, Math.max(GATHER_MILLIS, refreshedAt + REFRESH_MILLIS - Date.now()));
}

async function refresh() {
  refreshTimer = null;
  if (abort !== null) {
    schedule(); // what was asked for comes first
    refreshedAt = Date.now();
    return;
  }
  refreshedAt = Date.now();
  if ((await readStatus()) && abort === null) {
    load(here().query, true); // without an answer, the next version tries again
  }
}

function skeleton() {
  return h(
    'div.stack',
    null,
    h('div.skeleton', { style: { height: '30px', width: '220px' } }),
    h('div.figures', null, Array.from({ length: 4 }, () => h('div.skeleton', { style: { height: '118px' } }))),
    h('div.skeleton', { style: { height: '320px' } }),
    h('p.visually-hidden', { role: 'status' }, 'Loading'),
  );
}

function cannotStart(error) {
  if (error.status !== 401) {
    const again = h('button.button.primary', { type: 'button', on: { click: () => location.reload() } }, 'Try again');
    return empty('The dashboard cannot start', error.message, again);
  }
  const input = h('input', { type: 'password', autocomplete: 'off', required: true });
  const form = h(
    'form.stack',
    {
      style: { width: 'min(340px, 100%)' },
      on: {
        submit: (event) => {
          event.preventDefault();
          keepToken(input.value.trim());
          location.reload();
        },
      },
    },
    h('label.field', null, 'Token', input),
    h('button.button.primary', { type: 'submit' }, 'Open'),
  );
  return empty(
    hasToken() ? 'This token is not the right one' : 'This dashboard asks for a token',
    'Open the address that ./tidemark dashboard printed, which ends in #token=…, or give the token here: it is the value of TIDEMARK_DASHBOARD_TOKEN.',
    form,
  );
}

start();
