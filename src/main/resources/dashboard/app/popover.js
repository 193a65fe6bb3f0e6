// A button that opens a panel below it: Escape and a click elsewhere close it, focus goes in and comes back.
import { freshId, h, show } from './dom.js';
import { icon } from './icons.js';

let open = null;

addEventListener('pointerdown', (event) => {
  if (open !== null && !open.host.contains(event.target)) {
    open.close(false);
  }
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && open !== null) {
    event.preventDefault();
    open.close(true);
  }
});

/**
 * @param {object} options
 * @param {string} options.label what it chooses
 * @param {string} options.icon
 * @param {(close: () => void) => Node[]} options.content made anew each time it opens
 * @returns {{el: HTMLElement, set: (text: string) => void}} set shows what is chosen
 */
export function popover({ label, icon: name, content, wide = false }) {
  const id = freshId('popover');
  const value = h('span.value');
  const button = h(
    'button.button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': id, on: { click: () => (panel.hidden ? enter() : close(true)) } },
    icon(name),
    h('span.visually-hidden', null, `${label}: `),
    value,
    icon('down'),
  );
  const panel = h('div.popover', { id, hidden: true, class: wide ? 'wide' : null, role: 'group', 'aria-label': label });
  const host = h('div.popover-host', { on: { focusout: left } }, button, panel);

  function enter() {
    open?.close(false);
    show(panel, content(() => close(true)));
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    open = { host, close };
    panel.querySelector('[aria-pressed="true"], input, button')?.focus();
  }

  function close(back) {
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    open = null;
    if (back) {
      button.focus();
    }
  }

  function left(event) {
    if (event.relatedTarget !== null && !host.contains(event.relatedTarget) && !panel.hidden) {
      close(false);
    }
  }

  return {
    el: host,
    set(text) {
      value.textContent = text;
    },
  };
}
