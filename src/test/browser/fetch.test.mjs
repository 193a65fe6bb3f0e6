// The fetch buttons of a job that runs. TIDEMARK_ORIGIN is the dashboard's address, TIDEMARK_SPEND a spend file that the job
// has read, whose amounts this test revises.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { launch, open } from './browser.mjs';

test('"Fetch spend now" brings revised spend onto the page', async () => {
  const browser = await launch();
  try {
    const { page, faults } = await open(browser, process.env.TIDEMARK_ORIGIN, { path: '#/overview?range=all' });
    await page.locator('.pill', { hasText: 'Live' }).waitFor();
    const history = page.locator('.fetch', { hasText: 'Fetch Calendly history now' });
    assert.equal(await history.getByRole('button').isDisabled(), true);
    assert.match(await history.locator('.note').textContent(), /token|history/i);

    const spend = page.locator('.fetch', { hasText: 'Fetch spend now' });
    const value = () => page.locator('[data-figure=spend]').getAttribute('data-value');
    const before = Number(await value());
    const rows = JSON.parse(readFileSync(process.env.TIDEMARK_SPEND, 'utf8'));
    rows.forEach((row) => {
      row.spend = Number((Number(row.spend) + 1000).toFixed(2));
    });
    writeFileSync(process.env.TIDEMARK_SPEND, JSON.stringify(rows));
    await page.evaluate(() => {
      globalThis.loadedOnce = true;
      globalThis.words = [];
      const el = document.querySelector('.fetch .note');
      new MutationObserver(() => globalThis.words.push(el.textContent)).observe(el, { childList: true, subtree: true, characterData: true });
    });
    await spend.getByRole('button').click();
    await page.waitForFunction((was) => Number(document.querySelector('[data-figure=spend]')?.dataset.value) > was, before);
    assert.ok(Number(await value()) >= before + 1000);
    await spend.locator('.note', { hasText: 'Last fetched' }).waitFor();
    await page.waitForFunction(() => document.querySelector('.fetch button').getAttribute('aria-disabled') === 'false');
    const words = await page.evaluate(() => globalThis.words);
    assert.ok(words.some((text) => /^(Asked|Fetching)/.test(text)), JSON.stringify(words));
    assert.equal(await page.evaluate(() => globalThis.loadedOnce), true, 'the page was loaded again');
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
