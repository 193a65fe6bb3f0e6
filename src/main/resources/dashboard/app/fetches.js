// 'Fetch spend now' and 'Fetch Calendly history now': asks the running job, and shows how the fetch goes.
import { get, requestFetch } from './api.js';
import { h, show } from './dom.js';
import * as format from './format.js';
import { icon } from './icons.js';
import { status } from './store.js';

const LOOK_MILLIS = 1000;
/** A job looks for requests every few seconds; after so long without a sign none seems to run. */
const PATIENCE_MILLIS = 30_000;

/**
 * @param {('spend'|'history')[]} feeds
 * @returns {{el: HTMLElement, update: () => void, destroy: () => void}}
 */
export function fetches(feeds) {
  const lines = feeds.map(line);
  let timer = null;

  async function look() {
    try {
      const all = await get('fetch');
      lines.forEach((one) => one.shown(all[one.feed]));
    } catch (error) {
      lines.forEach((one) => one.failed(error));
    }
    clearTimeout(timer);
    timer = lines.some((one) => one.isWaiting()) ? setTimeout(look, LOOK_MILLIS) : null;
  }
  lines.forEach((one) => (one.look = look));
  return {
    el: h('div.fetches', null, lines.map((one) => one.el)),
    update: look,
    destroy: () => clearTimeout(timer),
  };
}

const TITLES = { spend: 'Fetch spend now', history: 'Fetch Calendly history now' };

function line(feed) {
  const button = h('button.button', { type: 'button', on: { click: ask } }, icon('refresh'), TITLES[feed]);
  const words = h('span.note', { role: 'status' });
  const bar = h('progress', { hidden: true, max: 1, 'aria-label': TITLES[feed] });
  const self = { feed, el: h('div.fetch', null, h('div.fetch-line', null, button, words), bar), shown, failed, isWaiting, look: null };
  let asked = null;
  let before = null;
  let latest = null;

  async function ask() {
    try {
      before = latest;
      asked = Date.now();
      button.disabled = true;
      words.textContent = 'Asked; the job looks every few seconds.';
      await requestFetch(feed);
      self.look();
    } catch (error) {
      asked = null;
      failed(error);
    }
  }

  function isWaiting() {
    return asked !== null || latest?.state === 'running';
  }

  function shown(now) {
    latest = now ?? null;
    const action = status.actions[feed];
    if (asked !== null && latest !== null && latest.started_at !== before?.started_at && latest.state !== 'running') {
      asked = null;
    }
    const running = latest?.state === 'running';
    const silent = asked !== null && !running && Date.now() - asked > PATIENCE_MILLIS;
    if (silent) {
      asked = null;
    }
    button.disabled = !action.available || isWaiting();
    bar.hidden = !isWaiting();
    if (running && latest.total) {
      bar.value = latest.done / latest.total;
    } else {
      bar.removeAttribute('value');
    }
    if (silent) {
      words.textContent = 'No job answered within 30 s. Start it, such as with ./tidemark demo: it then fetches at once.';
    } else if (!action.available) {
      words.textContent = action.reason;
    } else if (asked === null || running) {
      show(words, progress(latest));
    }
  }

  function failed(error) {
    button.disabled = false;
    bar.hidden = true;
    words.textContent = error.message;
  }
  return self;
}

function progress(s) {
  if (s === null || s.state === undefined || s.state === null) {
    return 'Not fetched yet.';
  }
  if (s.state === 'running') {
    const left = s.remaining_seconds === null || s.remaining_seconds === undefined ? '' : `, about ${format.duration(s.remaining_seconds * 1000)} to go`;
    return `Fetching: ${format.count(s.done)}${s.total ? ` of ${format.count(s.total)}` : ''}${left}`;
  }
  const next = s.next_at ? ` Next by itself ${format.instant(s.next_at)}.` : '';
  const words = s.message ? ` ${s.message}` : '';
  if (s.state === 'failed') {
    return [h('span.badge.bad', null, 'failed'), `${words}${next}`];
  }
  return `Last fetched ${format.ago(s.finished_at)}.${words}${next}`;
}
