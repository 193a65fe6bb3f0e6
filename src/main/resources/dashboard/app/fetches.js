// 'Fetch spend now' and 'Fetch Calendly history now': asks the running job, and shows how the fetch goes.
import { get, requestFetch } from './api.js';
import { h, show } from './dom.js';
import * as format from './format.js';
import { icon } from './icons.js';

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
  let latest = null;

  async function ask() {
    button.setAttribute('aria-disabled', 'true');
    words.textContent = 'Asked; the job looks every few seconds.';
    try {
      await requestFetch(feed);
      self.look();
    } catch (error) {
      failed(error);
    }
  }

  /** A request that no job has answered for long will not be: none seems to run. */
  function isSilent() {
    return latest?.answered === false && !isRunning() && Date.now() - Date.parse(latest.requested_at) > PATIENCE_MILLIS;
  }

  function isRunning() {
    return latest?.status?.state === 'running';
  }

  function isWaiting() {
    return (latest?.answered === false || isRunning()) && !isSilent();
  }

  function shown(now) {
    latest = now;
    button.disabled = !latest.available;
    button.setAttribute('aria-disabled', String(isWaiting()));
    bar.hidden = !isWaiting();
    if (isRunning() && latest.status.total > 0) {
      bar.value = latest.status.done / latest.status.total;
    } else {
      bar.removeAttribute('value');
    }
    show(words, told());
  }

  function told() {
    if (!latest.available) {
      return latest.reason;
    }
    if (isSilent()) {
      return `Asked ${format.ago(latest.requested_at)}, but no job has answered. Start it, such as with ./tidemark demo: it then fetches at once.`;
    }
    return isWaiting() && !isRunning() ? 'Asked; the job looks every few seconds.' : progress(latest.status);
  }

  function failed(error) {
    button.setAttribute('aria-disabled', 'false');
    bar.hidden = true;
    words.textContent = error.message;
  }
  return self;
}

function progress(s) {
  if (s === null) {
    return 'Not fetched yet.';
  }
  if (s.state === 'running') {
    const left = s.remaining_seconds === undefined ? '' : `, about ${format.duration(s.remaining_seconds * 1000)} to go`;
    return `Fetching: ${format.count(s.done)}${s.total === undefined ? '' : ` of ${format.count(s.total)}`}${left}`;
  }
  const next = s.next_at === undefined ? '' : ` Next by itself ${format.instant(s.next_at)}.`;
  const message = s.message === undefined ? '' : ` ${s.message}`;
  if (s.state === 'failed') {
    return [h('span.badge.bad', null, 'failed'), `${message}${next}`];
  }
  return `Last fetched ${format.ago(s.finished_at)}.${message}${next}`;
}
