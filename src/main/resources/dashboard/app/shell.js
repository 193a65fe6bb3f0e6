// The frame around the pages: navigation, filters, and what tells that the numbers are live.
import { pulseStrip } from './charts/pulse.js';
import { h, show } from './dom.js';
import { filterBar } from './filters.js';
import * as format from './format.js';
import { icon } from './icons.js';
import { notice } from './parts.js';
import { common, link } from './router.js';
import { on, status } from './store.js';
import { switchTheme } from './theme.js';

/**
 * Builds the frame.
 *
 * @param {{id: string, title: string}[]} pages
 * @returns {{main: HTMLElement, update: (page: object, query: object) => void, busy: (on: boolean) => void}}
 */
export function shell(pages) {
  const links = pages.map((page) => ({ page, a: h('a', null, icon(page.id), page.title) }));
  const facts = h('dl');
  const strip = pulseStrip();
  const side = h(
    'nav.side',
    { id: 'side', 'aria-label': 'Pages' },
    h('a.brand', { href: '#/' }, h('img', { src: 'icon.svg', alt: '', width: 26, height: 26 }), 'Tidemark'),
    h('ul.nav-list', null, links.map(({ a }) => h('li', null, a))),
    h('div.side-foot', null, strip.el, facts),
  );
  const menu = h(
    'button.button.icon.menu-button',
    { type: 'button', 'aria-label': 'Pages', 'aria-controls': 'side', 'aria-expanded': 'false', on: { click: () => openMenu(true) } },
    icon('menu'),
  );
  const scrim = h('div.scrim', { hidden: true, on: { click: () => openMenu(false) } });
  const bar = filterBar();
  const live = livePill();
  const loading = h('div.loading-bar', { hidden: true });
  const problem = h('div.problem', { role: 'alert' });
  const main = h('main', { id: 'main', tabindex: -1 });
  const top = h(
    'header.top',
    null,
    menu,
    bar.el,
    h('span.spacer'),
    live.el,
    h('button.button.icon.theme-button', { type: 'button', 'aria-label': 'Light or dark', title: 'Light or dark', on: { click: switchTheme } }, icon('theme')),
    loading,
  );
  document.body.append(
    h('a.skip', { href: '#main', on: { click: (event) => { event.preventDefault(); main.focus(); } } }, 'Skip to the numbers'),
    h('div.frame', null, side, h('div.content', null, top, problem, main)),
    scrim,
  );

  function openMenu(open) {
    side.classList.toggle('open', open);
    scrim.hidden = !open;
    menu.setAttribute('aria-expanded', String(open));
    (open ? side.querySelector('a') : menu).focus();
  }
  side.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && side.classList.contains('open')) {
      openMenu(false);
    }
  });
  side.addEventListener('click', (event) => {
    if (event.target.closest('a') !== null) {
      side.classList.remove('open');
      scrim.hidden = true;
      menu.setAttribute('aria-expanded', 'false');
    }
  });
  function tick() {
    strip.tick();
    live.tick();
    show(facts, factLines());
  }
  on('status', tick);
  on('status', ({ problem: text }) => show(problem, text === null ? null : notice('error', sentence(text))));
  setInterval(tick, 1000);

  return {
    main,
    update(current, query) {
      document.title = `${current.title} · Tidemark`;
      for (const { page, a } of links) {
        a.setAttribute('href', link(page.id, common(query)));
        if (page.id === current.id) {
          a.setAttribute('aria-current', 'page');
        } else {
          a.removeAttribute('aria-current');
        }
      }
      bar.update(query, current.filters);
      tick();
    },
    busy(working) {
      loading.hidden = !working;
      main.setAttribute('aria-busy', String(working));
    },
  };
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function factLines() {
  if (status === null) {
    return [];
  }
  return [
    ['Newest delivery', format.ago(status.newest_delivery_at, 'narrow'), format.instant(status.newest_delivery_at)],
    ['Event time', format.ago(status.watermark, 'narrow'), `All up to ${format.instant(status.watermark)} has been seen`],
    ['Zone', status.zone, 'Days and hours are by the clocks of this zone'],
    ['Currency', status.currency, null],
  ].map(([name, value, title]) => [h('dt', null, name), h('dd', { title }, value)]);
}

/** Says whether the page hears of changes, and how fresh the numbers are. */
function livePill() {
  const dot = h('i.dot');
  const words = h('span');
  const el = h('span.pill', null, dot, words);
  let connected = null;
  on('connection', (now) => {
    connected = now;
    tick();
  });
  on('pulse', () => {
    dot.classList.remove('beat');
    requestAnimationFrame(() => dot.classList.add('beat'));
  });
  function tick() {
    dot.classList.toggle('on', connected === true);
    dot.classList.toggle('off', connected === false);
    if (connected === false) {
      show(words, h('strong', null, 'No connection'), h('span.extra', null, ' · trying again'));
    } else if (status !== null) {
      el.title = status.newest_delivery_at === null ? '' : `The newest delivery was received ${format.instant(status.newest_delivery_at)}`;
      show(words, h('strong', null, 'Live'), h('span.extra', null, status.newest_delivery_at === null ? ' · nothing yet' : ` · newest ${format.ago(status.newest_delivery_at)}`));
    }
  }
  return { el, tick };
}
