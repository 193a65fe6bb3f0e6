// The page of a job that runs. TIDEMARK_ORIGIN is the dashboard's address, TIDEMARK_GATEWAY the gateway's, and
// TIDEMARK_WEBHOOK a file with {body, signing_key}: a webhook of a new booking on its newest day.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { launch, open } from './browser.mjs';

const origin = process.env.TIDEMARK_ORIGIN;
const WITHIN_MILLIS = 2_000;

test('a webhook changes the page without a reload, within 2 s of its commit', async () => {
  const { body, signing_key: key } = JSON.parse(readFileSync(process.env.TIDEMARK_WEBHOOK, 'utf8'));
  const browser = await launch();
  try {
    const { page, faults } = await open(browser, origin, { path: '#/overview?range=all' });
    await page.locator('.pill', { hasText: 'Live' }).waitFor();
    await page.evaluate(() => {
      globalThis.loadedOnce = true;
      const value = () => document.querySelector('[data-figure=bookings]')?.dataset.value ?? null;
      const before = value();
      globalThis.change = new Promise((done) => {
        new MutationObserver(() => value() !== before && value() !== null && done({ before, after: value(), at: Date.now() })).observe(document.querySelector('main'), { childList: true, subtree: true });
      });
    });
    const time = Math.floor(Date.now() / 1000);
    const signature = `t=${time},v1=${createHmac('sha256', key).update(`${time}.${body}`).digest('hex')}`;
    const answer = await fetch(process.env.TIDEMARK_GATEWAY, { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'Calendly-Webhook-Signature': signature } });
    assert.equal(answer.ok, true, await answer.text());
    const sent = Date.now();
    const change = await page.evaluate(() => globalThis.change);
    assert.equal(Number(change.after), Number(change.before) + 1);
    const { commits } = await (await fetch(`${origin}/api/status`)).json();
    const committed = Date.parse(commits.find((c) => c.table === 'gold_daily_bookings_by_channel').committed_at);
    console.log(`shown ${change.at - committed} ms after the commit, ${change.at - sent} ms after the gateway had it`);
    assert.ok(change.at - committed <= WITHIN_MILLIS, `shown ${change.at - committed} ms after the commit`);
    assert.equal(await page.evaluate(() => globalThis.loadedOnce), true, 'the page was loaded again');
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
