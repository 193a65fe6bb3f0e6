// Takes the pictures of docs/screenshots: every page, on a desktop and on a phone, light and dark.
//
//   node screenshots.mjs ORIGIN FOLDER
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, PAGES, PHONE, launch, open, visit } from './browser.mjs';

const [origin, folder] = process.argv.slice(2);
if (!origin || !folder) {
  console.error('usage: node screenshots.mjs ORIGIN FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
  for (const [device, size] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    for (const theme of ['light', 'dark']) {
      const { page, close } = await open(browser, origin, { size, theme });
      for (const id of PAGES) {
        await visit(page, `#/${id}`);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await page.screenshot({ path: join(folder, `${id}-${device}-${theme}.png`) });
      }
      await visit(page, '#/daily');
      await page.locator('table.data button.drill').nth(1).click();
      await page.locator('dialog .timeline').waitFor();
      await page.screenshot({ path: join(folder, `why-${device}-${theme}.png`) });
      await close();
    }
  }
} finally {
  await browser.close();
}
