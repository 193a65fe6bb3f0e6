// Every table of the catalog, drawn as the catalog says: a new one appears here without a change of the page.
import { ApiError, download, get } from '../api.js';
import { heatMap } from '../charts/heat.js';
import { lineChart } from '../charts/line.js';
import { h, show } from '../dom.js';
import * as format from '../format.js';
import { icon } from '../icons.js';
import { card, channelStyle, drill, empty, notice, segmented } from '../parts.js';
import { change, link } from '../router.js';
import { status } from '../store.js';
import { seriesStyle } from '../theme.js';
import { dataTable } from '../table.js';
import { parameters } from './range.js';

const AT_ONCE = 100;
/** Rows that a chart is drawn of at most. */
const DRAWN = 50_000;
const LINES = 8;
const BARS = 20;
/** Layers that hold input as it came, with people's data in clear: the server does not give their rows. */
const RAW = ['bronze', 'quarantine'];
const LAYERS = ['gold', 'silver', 'bronze', 'quarantine'];
const DATED = /^(date|timestamp)/i;

export const tables = {
  id: 'tables',
  title: 'Tables',
  tables: null,
  filters: ['range', 'channel', 'campaign'],

  async load(query, signal) {
    const { tables: all } = await get('tables', {}, signal);
    const chosen = all.find((t) => t.name === query.table) ?? all.find((t) => t.layer === 'gold');
    if (chosen.version === null || RAW.includes(chosen.layer)) {
      return { all, chosen, rows: null, drawn: null };
    }
    const filters = filtersOf(chosen, query);
    const panel = chosen.layer === 'gold' ? chosen.panel : null;
    const [rows, drawn] = await Promise.all([
      get(`tables/${chosen.name}`, { ...filters, sort: sortOf(chosen, query), limit: AT_ONCE, offset: query.offset }, signal),
      panel === null || panel.kind === 'table' ? null : get(`tables/${chosen.name}`, { ...filters, columns: panelColumns(panel), limit: DRAWN }, signal),
    ]);
    return { all, chosen, rows, drawn };
  },

  mount() {
    const list = h('div.catalog-list');
    const place = h('div.stack');
    const title = h('h1');
    const sub = h('p.sub');
    const el = h('div.stack', null, h('div.page-head', null, title, sub), h('div.catalog', null, h('nav.card', { 'aria-label': 'Tables' }, h('div.card-body', null, list)), place));
    let chart = null;
    let shownName = null;
    return {
      el,
      update(data, query) {
        title.textContent = data.chosen.title;
        sub.textContent = data.chosen.meaning;
        show(list, catalog(data, query));
        if (shownName !== data.chosen.name) {
          shownName = data.chosen.name;
          list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
        }
        chart?.destroy?.();
        chart = null;
        if (data.rows === null) {
          show(place, noRows(data.chosen), columnsCard(data.chosen));
          return;
        }
        const drawn = data.drawn === null ? null : panelCard(data, query);
        chart = drawn?.chart ?? null;
        show(place, drawn?.el, rowsCard(data, query), columnsCard(data.chosen));
        drawn?.chart?.update?.(drawn.data);
      },
      destroy() {
        chart?.destroy?.();
      },
    };
  },
};

function noRows(table) {
  return RAW.includes(table.layer)
    ? empty('Its rows are not shown here', `It holds input as it came, with people's data in clear. On the machine of the lake: ./tidemark show ${table.name}`)
    : empty('This table has no version yet', 'It is made with the first rows that belong into it.');
}

/** The filters of the address that this table has a column for. */
function filtersOf(table, query) {
  const { from, to } = parameters(query);
  const has = (name) => table.columns.some((c) => c.name === name);
  const dated = table.columns.some((c) => DATED.test(c.type) && (table.key.includes(c.name) || table.partition_by.includes(c.name)));
  return {
    ...(dated ? { from, to } : {}),
    ...(has('channel') ? { channel: query.channel } : {}),
    ...(has('campaign') ? { campaign: query.campaign } : {}),
  };
}

/** What the address says, else the newest first where there are days or hours. */
function sortOf(table, query) {
  const dated = table.columns.find((c) => DATED.test(c.type) && table.key.includes(c.name));
  return query.sort ?? (dated === undefined ? null : `-${dated.name}`);
}

function panelColumns(panel) {
  return [panel.x, panel.series, ...panel.values].filter(Boolean).join(',');
}

function catalog({ all, chosen }, query) {
  return LAYERS.flatMap((layer) => {
    const own = all.filter((t) => t.layer === layer);
    return own.length === 0
      ? []
      : [
          h('h2.note', { style: { padding: '8px 10px 2px' } }, format.words(layer)),
          own.map((t) =>
            h(
              'a',
              { href: link('tables', { ...query, table: t.name, sort: null, offset: null, value: null }), 'aria-current': t.name === chosen.name ? 'true' : null },
              t.title,
              h('small', null, t.version === null ? `${t.name} · none yet` : `${t.name} · ${format.count(t.rows)} rows`),
            ),
          ),
        ];
  });
}

function rowsCard({ chosen, rows }, query) {
  const columns = rows.columns.map((name) => chosen.columns.find((c) => c.name === name));
  const asked = sortOf(chosen, query);
  const sort = asked === null ? null : { column: asked.replace(/^-/, ''), descending: asked.startsWith('-') };
  const keyAt = chosen.key.map((k) => rows.columns.indexOf(k));
  const table = dataTable({
    caption: `Rows of ${chosen.name}`,
    piece: AT_ONCE,
    key: (row) => keyAt.map((i) => row[i]).join(' ') || JSON.stringify(row),
    sort,
    onSort: (order) => change({ sort: (order.descending ? '-' : '') + order.column, offset: null }),
    columns: columns.map((column, i) => ({
      id: column.name,
      title: column.name,
      hint: column.meaning,
      numeric: isNumeric(rows, i),
      text: !isNumeric(rows, i),
      value: (row) => row[i],
      cell: (row) => rowCell(chosen, rows, keyAt, row, column, i),
    })),
  });
  table.update(rows.rows);
  const offset = Number(query.offset ?? 0);
  const to = offset + rows.rows.length;
  return card(
    'Rows',
    { note: `version ${format.count(rows.version)}, committed ${format.instant(rows.committed_at)}`, controls: downloads(chosen, query), flush: true },
    rows.rows.length === 0 ? empty('No rows here', 'Choose a longer range or other filters above.') : table.el,
    h(
      'div.table-foot',
      null,
      rows.total === 0 ? '0 rows' : `${format.count(offset + 1)} to ${format.count(to)} of ${format.count(rows.total)} rows`,
      offset > 0 && h('button.button.small', { type: 'button', on: { click: () => change({ offset: Math.max(0, offset - AT_ONCE) || null }) } }, 'Back'),
      rows.next_offset !== null && h('button.button.small', { type: 'button', on: { click: () => change({ offset: rows.next_offset }) } }, 'Next'),
    ),
  );
}

function isNumeric(rows, i) {
  return typeof rows.rows.find((r) => r[i] !== null)?.[i] === 'number';
}

const CUT = 120;

function rowCell(table, rows, keyAt, row, column, i) {
  const text = format.cell(row[i], column);
  const isNumber = typeof row[i] === 'number' && !table.key.includes(column.name);
  if (isNumber && table.layer === 'gold') {
    return drill(text, table.name, Object.fromEntries(table.key.map((k, n) => [k, row[keyAt[n]]])), column.name);
  }
  return text.length > CUT ? `${text.slice(0, CUT)}…` : text;
}

function downloads(table, query) {
  const problem = h('span.note', { role: 'alert' });
  const button = (type) =>
    h(
      'button.button.small',
      {
        type: 'button',
        on: {
          click: async () => {
            try {
              problem.textContent = '';
              await download(`tables/${table.name}`, { ...filtersOf(table, query), sort: sortOf(table, query), format: type }, `${table.name}.${type}`);
            } catch (error) {
              if (!(error instanceof ApiError)) {
                throw error;
              }
              problem.textContent = error.message;
            }
          },
        },
      },
      icon('download'),
      type === 'csv' ? 'CSV' : 'Parquet',
    );
  return [problem, button('csv'), button('parquet')];
}

function columnsCard(table) {
  const list = dataTable({
    caption: `Columns of ${table.name}`,
    key: (c) => c.name,
    columns: [
      { id: 'name', title: 'Column', value: (c) => c.name, cell: (c) => h('span', null, c.name, table.key.includes(c.name) && h('span.badge', { style: { 'margin-left': '8px' } }, 'key')) },
      { id: 'type', title: 'Type', text: true, value: (c) => c.type, cell: (c) => c.type },
      { id: 'meaning', title: 'Meaning', value: (c) => c.meaning, cell: (c) => h('span', { style: { 'white-space': 'normal', display: 'block', 'min-width': '260px' } }, c.meaning) },
    ],
  });
  list.update(table.columns);
  return card('Columns', { flush: true }, list.el);
}

/** The chart that the catalog asks for, of the value that the reader chose. */
function panelCard({ chosen, drawn }, query) {
  const { panel } = chosen;
  const value = panel.values.includes(query.value) ? query.value : panel.values[0];
  const column = chosen.columns.find((c) => c.name === value);
  const at = (name) => drawn.columns.indexOf(name);
  const points = drawn.rows.map((row) => ({ x: row[at(panel.x)], series: panel.series === null ? column.name : row[at(panel.series)], value: row[at(value)] }));
  const controls = panel.values.length > 1 && segmented('Value', panel.values.map((v) => [v, format.words(v)]), value, (v) => change({ value: v === panel.values[0] ? null : v }));
  const note = drawn.next_offset === null ? column.meaning : `of the first ${format.count(DRAWN)} rows; choose a shorter range`;
  const content = CHARTS[panel.kind]?.(points, chosen, column);
  if (content === undefined) {
    return { el: notice('info', `This page cannot draw a panel of kind ${panel.kind}; the rows are below.`), chart: null };
  }
  return { el: card(format.words(value), { note, controls }, content.el), chart: content.chart, data: content.data };
}

const CHARTS = {
  line: (points, table, column) => series(points, table, column, 'line'),
  bar: (points, table, column) => (DATED.test(table.columns.find((c) => c.name === table.panel.x).type) ? series(points, table, column, 'line') : ranked(points, table, column)),
  rank: ranked,
  heat(points, table, column) {
    const cells = new Map();
    // what is not told apart in the map comes together in its cells
    points.forEach((p) => cells.set(`${p.series} ${p.x}`, (cells.get(`${p.series} ${p.x}`) ?? 0) + Number(p.value ?? 0)));
    const sorted = (of) => [...new Set(points.map(of))].sort((a, b) => a - b);
    const { x, series: y } = table.panel;
    const map = heatMap({
      name: `${column.name} by ${y} and ${x}`,
      rows: sorted((p) => p.series),
      columns: sorted((p) => p.x),
      cells,
      words: (row, at, n) => `${format.words(y)} ${row}, ${format.words(x).toLowerCase()} ${at}: ${format.cell(n, column)}`,
    });
    return { el: h('div.scroll-x', { tabindex: 0, role: 'region', 'aria-label': `Heat map of ${table.name}` }, map), chart: null };
  },
};

function series(points, table, column) {
  const name = table.columns.find((c) => c.name === table.panel.x).name;
  const day = (x) => String(x).slice(0, 10);
  const days = [...new Set(points.map((p) => day(p.x)))].sort();
  const index = new Map(days.map((d, i) => [d, i]));
  const lines = new Map();
  for (const p of points) {
    if (!lines.has(p.series)) {
      lines.set(p.series, { sum: 0, values: new Array(days.length).fill(null) });
    }
    const line = lines.get(p.series);
    const i = index.get(day(p.x));
    if (p.value !== null) {
      // hours of one day come together in its sum
      line.values[i] = (line.values[i] ?? 0) + Number(p.value);
      line.sum += Number(p.value);
    }
  }
  const shown = [...lines.entries()].sort((a, b) => b[1].sum - a[1].sum).slice(0, LINES);
  const chart = lineChart({ height: 280, label: `${column.name} by ${name}; the rows below have the same numbers` });
  const text = (v) => format.cell(v, column);
  const legend = h('div.legend', null, shown.map(([id], i) => h('span.badge', null, h('i.swatch', { style: { background: `var(--${styleOf(table, id, i).token})` } }), String(id).slice(0, 40))), lines.size > LINES && h('span.note', null, `the ${LINES} largest of ${format.count(lines.size)}`));
  return {
    el: h('div', null, legend, chart.el),
    chart,
    data: {
      days,
      series: shown.map(([id, line], i) => ({ id: String(id), name: String(id).slice(0, 60), ...styleOf(table, id, i), values: line.values, format: text })),
    },
  };
}

function styleOf(table, id, i) {
  return table.panel.series === 'channel' && status.channels.includes(id) ? channelStyle(id) : seriesStyle(i);
}

function ranked(points, table, column) {
  const rows = points.filter((p) => p.value !== null).sort((a, b) => b.value - a.value);
  const most = Math.max(...rows.map((p) => Math.abs(Number(p.value))), 0) || 1;
  return {
    el: h(
      'div.bars',
      null,
      rows.slice(0, BARS).map((p) =>
        h(
          'div.bar-row',
          null,
          h('span.bar', { style: { width: `${(Math.abs(p.value) / most) * 100}%` } }),
          h('span.name', { title: String(p.x).slice(0, 500) }, String(p.x), table.panel.series !== null && h('span.note', null, ` ${p.series}`)),
          h('span.num', null, format.cell(p.value, column)),
        ),
      ),
      rows.length > BARS && h('p.note', null, `the ${BARS} largest of ${format.count(rows.length)}`),
    ),
    chart: null,
  };
}
