// Measures how fast the page is: the first paint of a cold start, the first numbers, and each change of a filter until it
// is painted; and how long the page's main thread computes for a change, which other load of the machine hardly changes.
//
//   node measure.mjs ORIGIN [ROUNDS]
import { launch, open, shown, visit } from './browser.mjs';

const origin = process.argv[2];
const rounds = Number(process.argv[3] ?? 10);
if (!origin || !(rounds > 0)) {
  console.error('usage: node measure.mjs ORIGIN [ROUNDS]');
  process.exit(2);
}

const CHANGES = {
  'overview, 90 days': '#/overview?range=90d',
  'overview, one channel': '#/overview?range=90d&channel=facebook',
  'overview, all time': '#/overview?range=all',
  'daily, 90 days': '#/daily?range=90d',
  'daily, two channels': '#/daily?range=90d&channel=facebook&channel=youtube',
  'daily, all time': '#/daily?range=all',
  'cost, all time': '#/cost?range=all',
  'channels, all time': '#/channels?range=all',
  'when, one channel': '#/when?channel=facebook',
  'team, 90 days': '#/team?range=90d',
  'team, all time': '#/team?range=all',
};

const browser = await launch();
try {
  const paints = [];
  const numbers = [];
  for (let i = 0; i < rounds; i += 1) {
    const { page, close } = await open(browser, origin);
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
    numbers.push(await page.evaluate(() => performance.getEntriesByName('tidemark-shown')[0].startTime));
    await close();
  }
  line('first contentful paint', paints);
  line('first numbers shown', numbers);

  const { page, close } = await open(browser, origin);
  const tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  for (const [name, hash] of Object.entries(CHANGES)) {
    const times = [];
    const computing = [];
    for (let i = 0; i < rounds; i += 1) {
      await visit(page, hash.replace(/\?.*/, ''));
      const before = await computed(tools);
      times.push(await change(page, hash));
      computing.push((await computed(tools)) - before);
    }
    line(`change to ${name}`, times, computing);
  }
  await close();
} finally {
  await browser.close();
}

/** From the change of the address to the frame that shows it, in the page's own clock. */
async function change(page, hash) {
  const millis = await page.evaluate(
    (to) =>
      new Promise((done) => {
        const main = document.querySelector('main');
        const began = performance.now();
        const observer = new MutationObserver(() => {
          if (main.dataset.shown === to) {
            observer.disconnect();
            // after the frame that paints it
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
          }
        });
        observer.observe(main, { attributes: true, attributeFilter: ['data-shown'] });
        location.hash = to;
      }),
    hash,
  );
  await shown(page);
  return millis;
}

/** Milliseconds that the main thread has computed so far. */
async function computed(tools) {
  const { metrics } = await tools.send('Performance.getMetrics');
  return metrics.find((m) => m.name === 'TaskDuration').value * 1000;
}

function line(name, times, computing) {
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)].toFixed(0).padStart(5);
  const more = computing === undefined ? '' : `   main thread ${median(computing)} ms`;
  console.log(`${name.padEnd(36)} p50 ${median(times)} ms   max ${Math.max(...times).toFixed(0).padStart(5)} ms${more}`);
}
