// A Chromium of the machine, and pages in it that note everything that must not happen.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DESKTOP = { width: 1360, height: 900 };
export const PHONE = { width: 360, height: 740 };
export const PAGES = ['overview', 'daily', 'cost', 'channels', 'when', 'team', 'quality', 'tables'];

/** Starts the browser with a profile of its own. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (executablePath === undefined) {
    throw new Error('there is no Chromium: apt-get install chromium, or name one with CHROMIUM=PATH');
  }
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Opens a page of its own and waits until it shows what its address asks for; otherwise like start. */
export async function open(browser, origin, options) {
  const opened = await start(browser, origin, options);
  await shown(opened.page);
  return opened;
}

/**
 * Goes to a page of its own.
 *
 * @param {string} origin the dashboard's address
 * @param {{size?: object, theme?: 'light'|'dark', locale?: string, path?: string}} [options]
 * @returns {Promise<{page: import('playwright-core').Page, faults: string[], close: () => Promise<void>}>} faults grows with
 *     every message of an error, every exception and every request to another host
 */
export async function start(browser, origin, { size = DESKTOP, theme = 'light', locale = 'en-US', path = '#/overview' } = {}) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, locale, timezoneId: 'Pacific/Auckland', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && host !== new URL(origin).host) {
      faults.push(`request to another host: ${request.url()}`);
    }
  });
  await page.goto(`${origin}/${path}`);
  return { page, faults, close: () => context.close() };
}

/** Waits until the page shows what its address asks for. */
export async function shown(page) {
  await page.waitForFunction(() => {
    const main = document.querySelector('main');
    return main !== null && main.dataset.shown === location.hash && document.querySelector('.skeleton') === null;
  });
  await page.evaluate(() => document.fonts.ready);
}

/** Goes to another address of the page. */
export async function visit(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await shown(page);
}
