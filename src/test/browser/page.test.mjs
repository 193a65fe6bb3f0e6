// The page on a replayed lake. TIDEMARK_ORIGIN is the dashboard's address, TIDEMARK_ROWS a file with the rows that
// ./tidemark show prints, by table.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { DESKTOP, PAGES, PHONE, launch, open, shown, visit } from './browser.mjs';

const origin = process.env.TIDEMARK_ORIGIN;
const rows = JSON.parse(readFileSync(process.env.TIDEMARK_ROWS, 'utf8'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const count = (n) => new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }).format(n);
const money = (n) => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(n);
const day = (iso) => new Intl.DateTimeFormat('en-US', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`));
const sum = (table, column) => rows[table].reduce((n, row) => n + Math.round(Number(row[column] ?? 0) * 100), 0) / 100;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Runs with a page of its own, and fails if anything happened there that must not. */
async function on(options, body) {
  const opened = await open(browser, origin, options);
  try {
    await body(opened.page, opened);
    assert.deepEqual(opened.faults, []);
    assert.equal(await opened.page.evaluate(() => globalThis.hacked), undefined, 'text of the data ran as a script');
  } finally {
    await opened.close();
  }
}

/** Cells of the table with this caption, row by row, as texts. */
function cells(page, caption) {
  return page.locator('table.data', { has: page.locator('caption', { hasText: caption }) }).evaluate((table) =>
    [...table.tBodies[0].rows].map((tr) => [...tr.cells].map((td) => td.textContent)),
  );
}

for (const theme of ['light', 'dark']) {
  test(`every page shows data, ${theme}`, () =>
    on({ theme }, async (page) => {
      for (const id of PAGES) {
        await visit(page, `#/${id}?range=all`);
        assert.equal(await page.locator('main h1').count(), 1, id);
        assert.equal(await page.locator('main .empty strong', { hasText: /No bookings yet|Nothing in this range/ }).count(), 0, id);
        assert.ok((await page.locator('main .drill, main .cell[title], main .figure, main tbody tr, main .bar-row').count()) > 4, `${id} shows nothing`);
        assert.equal(await page.locator('main [role=alert]:not(:empty)').count(), 0, id);
      }
    }));
}

test('the overview has the sums of what show prints', () =>
  on({ path: '#/overview?range=all' }, async (page) => {
    const figure = (id) => page.locator(`[data-figure=${id}] .figure-value`).textContent();
    const bookings = sum('gold_daily_bookings_by_channel', 'bookings_count');
    assert.equal(await figure('bookings'), count(bookings));
    assert.equal(await figure('net_bookings'), count(sum('gold_daily_bookings_by_channel', 'net_bookings_count')));
    const canceled = sum('gold_daily_bookings_by_channel', 'cancellations_count');
    assert.equal(await figure('cancellation_rate'), new Intl.NumberFormat('en-US', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(canceled / bookings));
    const spend = sum('gold_cpb_by_channel', 'total_spend');
    assert.equal(await figure('cost_per_booking'), money(spend / sum('gold_cpb_by_channel', 'total_bookings_count')));
    assert.equal(await figure('cost_per_net_booking'), money(spend / sum('gold_cpb_by_channel', 'net_bookings_count')));
  }));

test('the table of daily bookings has the rows that show prints', () =>
  on({ path: '#/daily' }, async (page) => {
    const shownRows = await cells(page, 'Bookings by day and channel');
    const expected = new Map(rows.gold_daily_bookings_by_channel.map((r) => [`${day(r.booking_date)} ${r.channel}`, r]));
    assert.ok(shownRows.length > 20);
    for (const [when, channel, ...numbers] of shownRows.slice(0, -1)) {
      const row = expected.get(`${when} ${channel}`);
      assert.ok(row, `${when} ${channel} is in no row`);
      assert.deepEqual(numbers, ['bookings_count', 'net_bookings_count', 'cancellations_count', 'no_shows_count', 'held_count'].map((c) => count(row[c])));
    }
  }));

test('no two channels of a board share a colour, and the sum has none', () =>
  on({ path: '#/daily?range=all' }, async (page) => {
    const legend = page.locator('.legend button');
    const colours = await legend.evaluateAll((all) => all.map((b) => b.querySelector('.swatch').style.background));
    assert.ok(colours.length > 5);
    assert.equal(new Set(colours).size, colours.length, colours.join(' '));
    const total = page.locator('table.data tr.total');
    assert.equal(await total.locator('.swatch').count(), 0);
    assert.match(await total.textContent(), /Sum/);
  }));

test('the table of costs has the rows that show prints', () =>
  on({ path: '#/cost' }, async (page) => {
    const shownRows = await cells(page, 'Spend, bookings and cost');
    const expected = new Map(rows.gold_daily_cpb_by_channel.map((r) => [`${day(r.booking_date)} ${r.channel}`, r]));
    assert.ok(shownRows.length > 20);
    for (const [when, channel, spend, bookings, cost] of shownRows) {
      const row = expected.get(`${when} ${channel}`);
      assert.ok(row, `${when} ${channel} is in no row`);
      assert.equal(bookings, count(row.total_bookings));
      if (row.spend_as_of !== null) {
        assert.equal(spend, money(row.total_spend));
        assert.equal(cost, row.cost_per_booking === null ? '–' : money(row.cost_per_booking));
      }
    }
  }));

test('the leaderboard has the bookings that show prints', () =>
  on({ path: '#/channels?range=all' }, async (page) => {
    const sums = new Map(rows.gold_daily_cpb_by_channel.map((r) => [r.channel, 0]));
    rows.gold_daily_bookings_by_channel.forEach((r) => sums.set(r.channel, (sums.get(r.channel) ?? 0) + r.bookings_count));
    const found = await page.locator('tbody tr:not(.sub)').evaluateAll((all) => all.map((tr) => [tr.dataset.key, tr.cells[2].textContent]));
    assert.deepEqual(new Map(found), new Map([...sums].map(([channel, n]) => [channel, count(n)])));
  }));

test('the heat map, the team and the quality page have what show prints', () =>
  on({ path: '#/when' }, async (page) => {
    const meetings = await page.locator('main .heat').first().locator('.cell').evaluateAll((all) => all.map((c) => Number(/: ([\d,]+) /.exec(c.title)[1].replaceAll(',', ''))));
    assert.equal(meetings.reduce((a, b) => a + b, 0), sum('gold_booking_time_analysis', 'bookings_count'));
    await visit(page, '#/team?range=all');
    const found = await cells(page, 'Meetings by host and week');
    const days = rows.gold_daily_bookings_by_channel.map((r) => r.booking_date).sort();
    const monday = new Date(Date.parse(days[0]) - ((new Date(days[0]).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
    const ids = new Map(rows.gold_meeting_load_per_employee.map((r) => [r.user_name, r.user_id]));
    for (const [name, meetings, hours] of found) {
      const weeks = rows.gold_weekly_employee_load.filter((w) => w.user_id === ids.get(name) && w.week_start >= monday && w.week_start <= days.at(-1));
      assert.equal(meetings, count(weeks.reduce((n, w) => n + w.meetings_count, 0)), name);
      assert.equal(hours, new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(weeks.reduce((n, w) => n + w.meeting_minutes, 0) / 60), name);
    }
    await visit(page, '#/quality?range=all');
    const received = rows.gold_data_quality.filter((r) => r.received_date >= days[0]).reduce((n, r) => n + r.received, 0);
    assert.equal(await page.locator('[data-figure=deliveries]').textContent(), count(received));
  }));

test('every Gold table has a page with its rows', () =>
  on({ path: '#/tables?range=all' }, async (page) => {
    const links = await page.locator('.catalog-list a').evaluateAll((all) => all.map((a) => [a.querySelector('small').textContent.split(' ')[0], a.getAttribute('href')]));
    const gold = links.filter(([name]) => name.startsWith('gold_'));
    assert.ok(gold.length >= 11, String(links));
    for (const [name, href] of gold) {
      await visit(page, href);
      assert.ok((await cells(page, `Rows of ${name}`)).length > 0, name);
    }
    await visit(page, '#/tables?table=gold_cpb_by_channel');
    const found = await cells(page, 'Rows of gold_cpb_by_channel');
    assert.deepEqual(found.map((r) => [r[0], r[1]]).sort(), rows.gold_cpb_by_channel.map((r) => [r.channel.slice(0, 200), count(r.total_bookings_count)]).sort());
  }));

test('a table can be sorted, paged and saved as CSV and Parquet', () =>
  on({ path: '#/tables?range=all&table=gold_daily_bookings_by_channel' }, async (page) => {
    await page.locator('th button', { hasText: 'bookings_count' }).first().click();
    await shown(page);
    const most = Math.max(...rows.gold_daily_bookings_by_channel.map((r) => r.bookings_count));
    assert.equal((await cells(page, 'Rows of'))[0][2], count(most));
    await page.getByRole('button', { name: 'Next' }).click();
    await shown(page);
    await page.locator('.table-foot', { hasText: /101 to/ }).waitFor();
    for (const [button, magic] of [['CSV', 'booking_date'], ['Parquet', 'PAR1']]) {
      const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
      const content = readFileSync(await saved.path());
      assert.ok(content.subarray(0, 40).toString('latin1').includes(magic), button);
      assert.ok(content.length > 1000, button);
    }
  }));

test('filters are in the address and hold after a reload', () =>
  on({ path: '#/overview' }, async (page) => {
    await page.getByRole('button', { name: /^Range/ }).click();
    await page.getByRole('button', { name: /^Last 7 days/ }).click();
    await page.getByRole('button', { name: /^Channels/ }).click();
    await page.getByRole('button', { name: 'None' }).click();
    await page.getByLabel('facebook', { exact: true }).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await shown(page);
    assert.equal(await page.evaluate(() => location.hash), '#/overview?range=7d&channel=facebook');
    const last = rows.gold_daily_bookings_by_channel.map((r) => r.booking_date).sort().at(-1);
    const from = new Date(Date.parse(last) - 6 * 86_400_000).toISOString().slice(0, 10);
    const expected = rows.gold_daily_bookings_by_channel.filter((r) => r.channel === 'facebook' && r.booking_date >= from).reduce((n, r) => n + r.bookings_count, 0);
    const figure = page.locator('[data-figure=bookings] .figure-value');
    assert.equal(await figure.textContent(), count(expected));
    await page.reload();
    await shown(page);
    assert.equal(await figure.textContent(), count(expected));
    await page.getByRole('link', { name: 'Daily bookings' }).click();
    await shown(page);
    assert.match(await page.evaluate(() => location.hash), /^#\/daily\?range=7d&channel=facebook/);
    assert.deepEqual(new Set((await cells(page, 'Bookings by day')).slice(0, -1).map((r) => r[1])), new Set(['facebook']));
  }));

test('a custom range is checked and applied', () =>
  on({ path: '#/daily' }, async (page) => {
    const days = [...new Set(rows.gold_daily_bookings_by_channel.map((r) => r.booking_date))].sort();
    await page.getByRole('button', { name: /^Range/ }).click();
    await page.getByLabel('From').fill(days[3]);
    await page.getByLabel('To').fill(days[1]);
    await page.getByRole('button', { name: 'Apply' }).click();
    assert.match(await page.locator('.popover [role=alert]').textContent(), /must not be after/);
    await page.getByLabel('To').fill(days[3]);
    await page.getByRole('button', { name: 'Apply' }).click();
    await shown(page);
    assert.deepEqual(new Set((await cells(page, 'Bookings by day')).slice(0, -1).map((r) => r[0])), new Set([day(days[3])]));
  }));

test('a number tells why it is what it is, and focus comes back', () =>
  on({ path: '#/daily' }, async (page) => {
    const number = page.locator('table.data button.drill').first();
    const text = await number.textContent();
    await number.click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.kv').waitFor();
    assert.match(await dialog.locator('h2').textContent(), new RegExp(`${text}\\?$`));
    assert.equal(await dialog.locator('dd.asked').textContent(), text);
    assert.equal(await dialog.locator('.badge.good', { hasText: 'adds up' }).count(), 1);
    assert.ok((await dialog.locator('.timeline li').count()) > 0);
    assert.equal(await dialog.locator('details.booking').count(), Math.min(25, Number(text)));
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), text);
  }));

test('a sum is taken apart into rows, and a row into its bookings', () =>
  on({ path: '#/channels?range=all' }, async (page) => {
    await page.locator('tbody tr', { hasText: 'facebook' }).locator('button.drill').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.bar-row').first().waitFor();
    await dialog.locator('.bar-row button').first().click();
    await dialog.locator('.kv').waitFor();
    assert.equal(await dialog.locator('.badge.good', { hasText: 'adds up' }).count(), 1);
  }));

test("a channel's cost per booking is taken apart into its days", () =>
  on({ path: '#/channels?range=all' }, async (page) => {
    const cost = page.locator('tbody tr[data-key=facebook] button.drill').last();
    assert.match(await cost.textContent(), /^\$/);
    await cost.click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.bar-row').first().waitFor();
    const newest = rows.gold_daily_cpb_by_channel
      .filter((r) => r.channel === 'facebook' && Number(r.cost_per_booking ?? 0) > 0)
      .sort((a, b) => (a.booking_date < b.booking_date ? 1 : -1))[0];
    assert.equal(await dialog.locator('.bar-row .num').first().textContent(), money(newest.cost_per_booking));
  }));

test('campaigns open inside their channel, and can be searched', () =>
  on({ path: '#/channels?range=all' }, async (page) => {
    const expander = page.locator('button.expander').first();
    await expander.click();
    assert.ok((await page.locator('tr.sub').count()) > 0);
    await visit(page, '#/channels?range=all&campaign=no-such-campaign');
    assert.equal(await page.locator('tr.sub').count(), 0);
  }));

test('hostile names are shown as they are', () =>
  on({ path: '#/team?range=all' }, async (page) => {
    assert.ok((await page.locator('td', { hasText: '<img src=x onerror=' }).count()) > 0, 'the host is not shown');
    assert.equal(await page.locator('main img').count(), 0);
    for (const path of ['#/channels?range=all&campaign=xxxx', '#/tables?table=gold_campaign_attribution', '#/tables?table=quarantine&range=all', '#/quality?range=all']) {
      await visit(page, path);
      assert.equal(await page.locator('main img, main script').count(), 0, path);
    }
  }));

test('bad filters and a lost server are told in words', () =>
  on({ path: '#/daily?channel=no-such-channel' }, async (page, opened) => {
    assert.match(await page.locator('main .notice-error').textContent(), /no-such-channel/);
    await visit(page, '#/daily');
    await page.context().setOffline(true);
    await visit(page, '#/cost');
    assert.match(await page.locator('main .notice-error').textContent(), /does not answer/);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('main table.data').first().waitFor();
    // the browser itself notes requests that were refused or lost
    opened.faults.splice(0, opened.faults.length, ...opened.faults.filter((f) => !/Failed to load resource/.test(f)));
  }));

test('numbers and days are written as the reader writes them', () =>
  on({ path: '#/daily?range=all', locale: 'de-DE' }, async (page) => {
    const total = (await cells(page, 'Bookings by day')).at(-1);
    assert.equal(total[2], new Intl.NumberFormat('de-DE').format(sum('gold_daily_bookings_by_channel', 'bookings_count')));
    assert.match(await page.locator('.page-head').textContent(), /\d{1,2}\.|–/);
  }));

test('the theme is switched and kept', () =>
  on({ theme: 'light' }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, light);
    const dark = await background();
    await page.reload();
    await shown(page);
    assert.equal(await background(), dark);
  }));

for (const size of [PHONE, DESKTOP]) {
  test(`nothing is wider than ${size.width} px`, () =>
    on({ size }, async (page) => {
      for (const id of PAGES) {
        await visit(page, `#/${id}?range=all`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= size.width, `${id} is ${wide} px wide`);
      }
      await visit(page, '#/daily');
      await page.locator('table.data button.drill').first().click();
      await page.getByRole('dialog').locator('.kv').waitFor();
      assert.ok((await page.evaluate(() => document.querySelector('dialog').scrollWidth)) <= size.width);
    }));
}

test('on a phone the menu opens, goes to a page and closes', () =>
  on({ size: PHONE }, async (page) => {
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('link', { name: 'Team' }).click();
    await shown(page);
    assert.match(await page.locator('h1').textContent(), /Team/);
    await page.locator('nav.side').waitFor({ state: 'hidden' });
  }));

test('the Tab key reaches every control, and focus is seen', () =>
  on({ path: '#/overview' }, async (page) => {
    for (const id of PAGES) {
      await visit(page, `#/${id}?range=7d`);
      await page.evaluate(() => document.activeElement.blur());
      const wanted = await page.evaluate(() => {
        const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
        const reachable = all.filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.getAttribute('tabindex') !== '-1');
        reachable.forEach((e, i) => (e.dataset.stop = i));
        return reachable.length;
      });
      const reached = new Set();
      for (let i = 0; i < wanted + 5; i += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const e = document.activeElement;
          const style = getComputedStyle(e);
          return e === document.body ? null : { stop: e.dataset.stop, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1, what: e.outerHTML.slice(0, 120) };
        });
        if (stop !== null) {
          assert.ok(stop.seen, `${id}: focus cannot be seen on ${stop.what}`);
          reached.add(stop.stop);
        }
      }
      const missed = await page.evaluate((seen) => [...document.querySelectorAll('[data-stop]')].filter((e) => !seen.includes(e.dataset.stop)).map((e) => e.outerHTML.slice(0, 160)), [...reached]);
      assert.deepEqual(missed, [], id);
    }
  }));

for (const theme of ['light', 'dark']) {
  for (const size of [DESKTOP, PHONE]) {
    test(`axe finds no serious fault, ${theme}, ${size.width} px`, () =>
      on({ theme, size }, async (page) => {
        // the page's policy lets no script in from outside, the browser's own tools are not bound by it
        const find = async (where) => {
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
          const serious = violations.filter((v) => ['serious', 'critical'].includes(v.impact));
          assert.deepEqual(serious.map((v) => `${where}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.failureSummary}`).join(' | ')}`), []);
        };
        for (const id of PAGES) {
          await visit(page, `#/${id}`);
          await find(id);
        }
        await visit(page, '#/daily');
        await page.getByRole('button', { name: /^Range/ }).click();
        await find('the choice of a range');
        await page.keyboard.press('Escape');
        await page.locator('table.data button.drill').first().click();
        await page.getByRole('dialog').locator('.kv').waitFor();
        await find('why');
      }));
  }
}
