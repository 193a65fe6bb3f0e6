// The icons: 16 by 16, drawn with the text's colour.
import { s } from './dom.js';

const PATHS = {
  overview: 'M2.5 9.5h4v4h-4zM2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM9.5 9.5h4v4h-4z',
  daily: 'M2 13.5h12M2.5 10l3.5-4 3 2.5 4.5-6',
  cost: 'M8 1.8v12.4M11.2 4.6C10.6 3.7 9.4 3.3 8 3.3c-1.8 0-3.2.8-3.2 2.3 0 3.3 6.6 1.5 6.6 4.8 0 1.5-1.5 2.3-3.4 2.3-1.6 0-2.9-.5-3.5-1.6',
  channels: 'M3 13.5V8M8 13.5v-11M13 13.5V5.5',
  when: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.5V8l2.4 1.6',
  team: 'M6 7.6a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c.3-2.5 2-4 4.5-4s4.2 1.5 4.5 4M10.5 3a2.3 2.3 0 0 1 0 4.3M12 9.8c1.5.5 2.3 1.8 2.5 3.7',
  quality: 'M8 1.8l5 1.8v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4zM5.6 8l1.7 1.7 3.2-3.4',
  tables: 'M2.5 3h11v10h-11zM2.5 6.5h11M6.5 6.5V13',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.8v3M10.5 1.8v3',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
  download: 'M8 2v8M4.8 7L8 10.2 11.2 7M2.5 13.5h11',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3',
  theme: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z',
  alert: 'M8 2l6.3 11.3H1.7zM8 6.5v3M8 11.4v.1',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 7.3v3.7M8 5v.1',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
};

export function icon(name) {
  return s(
    'svg',
    { viewBox: '0 0 16 16', 'aria-hidden': 'true', width: 16, height: 16 },
    s('path', {
      d: PATHS[name],
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
}
