// The legend of a chart by channel: each entry shows or hides its channel.
import { h, show } from '../dom.js';
import { channelStyle, swatch } from '../parts.js';

/** More lines than these at once are a tangle; the rest can be switched on. */
const FIRST = 6;

/** @param {() => void} onChange called after a switch */
export function channelSwitch(onChange) {
  const el = h('div.legend', { role: 'group', 'aria-label': 'Channels in the chart' });
  const chosen = new Map();
  let on = new Set();
  return {
    el,
    isOn: (channel) => on.has(channel),
    /** @param channels of the board. @param size(channel) its numbers by day: those with most are on at first */
    update(channels, size) {
      const sums = channels
        .map((c) => ({ channel: c.channel, sum: size(c).reduce((a, b) => a + Number(b), 0) }))
        .sort((a, b) => b.sum - a.sum);
      on = new Set(sums.filter(({ channel, sum }, i) => chosen.get(channel) ?? (i < FIRST && sum > 0)).map(({ channel }) => channel));
      const focused = el.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
      show(
        el,
        sums.map(({ channel }) =>
          h(
            'button',
            {
              type: 'button',
              'aria-pressed': String(on.has(channel)),
              'data-channel': channel,
              title: channel.slice(0, 500),
              on: {
                click: () => {
                  chosen.set(channel, !on.has(channel));
                  onChange();
                },
              },
            },
            swatch(channelStyle(channel).token),
            h('span', null, channel),
          ),
        ),
      );
      if (focused !== null) {
        [...el.children].find((b) => b.dataset.channel === focused)?.focus();
      }
    },
  };
}
