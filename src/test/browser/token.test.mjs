// The page of a server that asks for a token. TIDEMARK_ORIGIN is the dashboard's address, TIDEMARK_TOKEN its token.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, shown, start } from './browser.mjs';

const origin = process.env.TIDEMARK_ORIGIN;
const token = process.env.TIDEMARK_TOKEN;
/** What Chromium itself says of each request that was refused. */
const REFUSED = /status of 401/;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('without a token the page asks for it, and takes the right one only', async () => {
  const { page, faults, close } = await start(browser, origin, { path: '#/overview?range=all' });
  await page.getByText('This dashboard asks for a token').waitFor();
  assert.equal(await page.locator('[data-figure]').count(), 0);
  await page.getByLabel('Token').fill('not-the-right-token');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('This token is not the right one').waitFor();
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Open' }).click();
  await shown(page);
  assert.ok((await page.locator('[data-figure=bookings] .figure-value').textContent()) !== '');
  assert.deepEqual(faults.filter((fault) => !REFUSED.test(fault)), []);
  await close();
});

test('a token in the address opens the page and leaves the address', async () => {
  const { page, faults, close } = await open(browser, origin, { path: `#token=${token}` });
  assert.ok(!page.url().includes(token), page.url());
  await page.locator('.pill', { hasText: 'Live' }).waitFor();
  await page.reload();
  await shown(page);
  assert.ok((await page.locator('[data-figure=bookings] .figure-value').textContent()) !== '');
  assert.deepEqual(faults, []);
  await close();
});
