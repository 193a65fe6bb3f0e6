// A lake that is taken away while its page is open. TIDEMARK_ORIGIN is the dashboard's address, TIDEMARK_TOKEN its token,
// TIDEMARK_LAKE the lake's folder.
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { test } from 'node:test';
import { launch, open } from './browser.mjs';

const lake = process.env.TIDEMARK_LAKE;
const away = `${lake}-away`;

test('a page tells that its lake is gone, keeps its numbers, and tells no more once it is back', async () => {
  const browser = await launch();
  const { page, faults } = await open(browser, process.env.TIDEMARK_ORIGIN, { path: `?range=all#token=${process.env.TIDEMARK_TOKEN}` });
  const bookings = () => page.locator('[data-figure=bookings] .figure-value').textContent();
  const before = await bookings();
  const notice = page.locator('.problem .notice-error');
  assert.equal(await notice.count(), 0);
  renameSync(lake, away);
  try {
    await notice.waitFor();
    assert.ok((await notice.textContent()).includes(lake), await notice.textContent());
    assert.equal(await bookings(), before);
  } finally {
    renameSync(away, lake);
    await notice.waitFor({ state: 'detached' }).finally(() => browser.close());
  }
  assert.deepEqual(faults, []);
});
