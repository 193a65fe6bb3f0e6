// Lines and columns over days, by uPlot: hatched where numbers are still moving, marked where they were restated.
import UPlot from '../../vendor/uPlot.js';
import { h, show } from '../dom.js';
import * as format from '../format.js';
import { runs } from '../runs.js';
import { on } from '../store.js';
import { colour } from '../theme.js';

/** With more days lines are thin and columns become steps: both are drawn twenty times as fast. */
const MANY = 200;
const MARK = 4.5;
const SMALL_MARK = 2.5;
const NARROW = 520;
const HALF_DAY = 43_200;

/**
 * A chart over days.
 *
 * @param {{height?: number, label: string}} options label says what the chart shows, for those who cannot see it
 * @returns {{el: HTMLElement, update: (data: ChartData) => void}} element and how to show data in it
 *
 * ChartData: days ['YYYY-MM-DD']; series [{id, name, token, dash, values, kind: 'line'|'area'|'bars', axis: 'left'|'right',
 * format, tick, width}]; moving [whether a day's numbers may still change]; marks [{day, series, text()}]; onPick(day, series id)
 */
export function lineChart({ height = 280, label }) {
  const holder = h('div');
  const tip = h('div.chart-tip', { hidden: true });
  const el = h('div.chart', { role: 'img', 'aria-label': label }, holder, tip);
  let data = null;
  let plot = null;
  let shape = null;
  // as observed: asking the element would have the browser lay out the whole page, each time
  let width = 0;

  function draw() {
    if (data === null || width === 0) {
      return;
    }
    const newShape = JSON.stringify([width < NARROW, data.days.length > MANY, data.series.map((s) => [s.id, s.token, s.dash, s.kind, s.axis])]);
    const columns = [data.days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000), ...data.series.map((s) => s.values)];
    if (plot !== null && shape === newShape) {
      plot.setData(columns);
      return;
    }
    plot?.destroy();
    shape = newShape;
    show(holder);
    plot = new UPlot(options(() => data, el, tip, { width, height }), columns, holder);
  }

  new ResizeObserver(([entry]) => {
    width = Math.floor(entry.contentRect.width);
    if (plot === null) {
      draw();
    } else if (width > 0 && plot.width !== width) {
      plot.setSize({ width, height });
    }
  }).observe(el);
  const stop = on('theme', () => {
    shape = null;
    draw();
  });
  return {
    el,
    update(next) {
      data = next;
      draw();
    },
    destroy() {
      stop();
      plot?.destroy();
    },
  };
}

function options(data, el, tip, { width, height }) {
  const narrow = width < NARROW;
  const muted = colour('muted');
  const grid = { stroke: colour('grid'), width: 1 };
  const font = `${narrow ? 11 : 12}px Inter, system-ui, sans-serif`;
  const first = (axis) => data().series.find((s) => (s.axis ?? 'left') === axis);
  const right = first('right') !== undefined;
  return {
    width,
    height,
    padding: [10, right ? 0 : 20, 0, 0],
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: (u, min, max) => [min - HALF_DAY, max + HALF_DAY] },
      left: { range: (u, min, max) => [0, nice(max)] },
      right: { range: (u, min, max) => [0, nice(max)] },
    },
    axes: [
      {
        stroke: muted,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 30,
        space: narrow ? 60 : 80,
        incrs: [1, 2, 7, 14, 28, 56, 91, 182, 364].map((d) => d * 86_400),
        values: (u, splits) => splits.map((t) => tick(t, u.scales.x)),
      },
      axis('left', 3, narrow, muted, font, grid, first),
      ...(right ? [axis('right', 1, narrow, muted, font, { show: false }, first)] : []),
    ],
    series: [{}, ...data().series.map((s) => series(s, data().days.length > MANY))],
    hooks: {
      drawClear: [(u) => hatch(u, data())],
      draw: [(u) => marks(u, data())],
      setCursor: [(u) => point(u, data(), el, tip)],
      ready: [(u) => u.over.addEventListener('click', () => pick(u, data()))],
    },
  };
}

function nice(max) {
  return max > 0 ? max * 1.08 : 1;
}

function tick(seconds, scale) {
  const day = new Date(seconds * 1000).toISOString().slice(0, 10);
  return scale.max - scale.min > 400 * 86_400 ? format.month(day) : format.shortDay(day);
}

function axis(scale, side, narrow, stroke, font, grid, first) {
  return {
    scale,
    side,
    stroke,
    font,
    grid,
    ticks: { show: false },
    size: narrow ? 42 : 56,
    space: 42,
    values: (u, splits) => splits.map((v) => (first(scale).tick ?? format.short)(v)),
  };
}

function series(s, dense) {
  const stroke = colour(s.token);
  const common = { scale: s.axis ?? 'left', spanGaps: false, points: { show: false }, stroke, width: dense ? 1 : (s.width ?? 1.8), dash: s.dash };
  if (s.kind === 'bars') {
    return {
      ...common,
      width: 0,
      fill: alpha(stroke, 0.3),
      paths: dense ? STEPS : COLUMNS,
    };
  }
  return s.kind === 'area' ? { ...common, fill: alpha(stroke, 0.1) } : common;
}

const COLUMNS = UPlot.paths.bars({ size: [0.7, 40], radius: 0.12 });
const STEPS = UPlot.paths.stepped({ align: 1 });

function alpha(rgb, a) {
  return rgb.replace('rgb(', 'rgba(').replace(')', `, ${a})`);
}

/** Days whose numbers may still change: the ground under them is hatched. */
function hatch(u, data) {
  const { ctx } = u;
  const { top, height } = u.bbox;
  ctx.save();
  ctx.beginPath();
  for (const [first, last] of runs(data.moving ?? [])) {
    const left = Math.max(u.bbox.left, u.valToPos(u.data[0][first] - HALF_DAY, 'x', true));
    const right = Math.min(u.bbox.left + u.bbox.width, u.valToPos(u.data[0][last] + HALF_DAY, 'x', true));
    ctx.rect(left, top, right - left, height);
  }
  ctx.clip();
  ctx.strokeStyle = colour('hatch');
  ctx.lineWidth = 1.4 * devicePixelRatio;
  ctx.beginPath();
  for (let x = u.bbox.left - height; x < u.bbox.left + u.bbox.width; x += 9 * devicePixelRatio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function marks(u, data) {
  const many = data.days.length > MANY;
  const size = Math.SQRT2 * (many ? SMALL_MARK : MARK) * devicePixelRatio;
  const { ctx } = u;
  ctx.save();
  ctx.fillStyle = colour('warn');
  ctx.strokeStyle = colour('surface');
  ctx.lineWidth = (many ? 0.8 : 1.5) * devicePixelRatio;
  const places = new Map(data.days.map((day, i) => [day, i]));
  const shown = new Map(data.series.map((s) => [s.id, s]));
  for (const mark of data.marks ?? []) {
    const i = places.get(mark.day);
    const s = shown.get(mark.series);
    if (i === undefined || s === undefined || s.values[i] === null) {
      continue;
    }
    const x = u.valToPos(u.data[0][i], 'x', true);
    const y = u.valToPos(s.values[i], s.axis ?? 'left', true);
    // each a path of its own: one of a thousand takes ten times as long
    ctx.beginPath();
    ctx.moveTo(x, y - size);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y + size);
    ctx.lineTo(x - size, y);
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

const TIP_LINES = 12;

function point(u, data, el, tip) {
  const { idx, left } = u.cursor;
  if (idx === null || idx === undefined || left < 0 || data.days[idx] === undefined) {
    tip.hidden = true;
    return;
  }
  const day = data.days[idx];
  const known = data.series.filter((s) => s.values[idx] !== null && s.values[idx] !== undefined);
  show(
    tip,
    h('div.when', null, format.dayWithWeekday(day)),
    known.slice(0, TIP_LINES).map((s) =>
      h(
        'div.line',
        null,
        h('i.swatch', { style: { background: `var(--${s.token})` } }),
        h('span.name', null, s.name),
        h('span.num', null, (s.format ?? format.count)(s.values[idx])),
      ),
    ),
    known.length > TIP_LINES && h('div.note', null, `and ${known.length - TIP_LINES} more`),
    (data.marks ?? []).filter((m) => m.day === day).slice(0, 3).map((m) => h('div.note', null, m.text())),
    data.moving?.[idx] && h('div.note', null, 'still moving'),
  );
  tip.hidden = false;
  const over = u.over.getBoundingClientRect();
  const x = over.left - el.getBoundingClientRect().left + left;
  const flip = x + tip.offsetWidth + 18 > el.clientWidth;
  tip.style.left = `${Math.max(0, flip ? x - tip.offsetWidth - 14 : x + 14)}px`;
  tip.style.top = '12px';
}

/** The series whose line is nearest to the pointer. */
function pick(u, data) {
  const { idx, top } = u.cursor;
  if (data.onPick === undefined || idx === null || idx === undefined) {
    return;
  }
  const near = data.series
    .filter((s) => s.values[idx] !== null && s.values[idx] !== undefined)
    .map((s) => ({ id: s.id, away: Math.abs(u.valToPos(s.values[idx], s.axis ?? 'left') - top) }))
    .sort((a, b) => a.away - b.away)[0];
  if (near !== undefined) {
    data.onPick(data.days[idx], near.id);
  }
}
