// What the whole page knows: the server's status, and who wants to hear of changes.

const listeners = new Map();

/** The newest /api/status; null until it has been read. */
export let status = null;

export function setStatus(newest) {
  status = newest;
  tell('status', newest);
}

/** Channels in the order of their bookings when the page was opened: the largest get the colours that differ most. */
let order = [];
let ordered = false;

export function isOrdered() {
  return ordered;
}

export function setOrder(channels) {
  order = [...channels];
  ordered = true;
}

/** A place of its own for every channel: those without bookings then come behind, as they are met. */
export function orderOf(channel) {
  const i = order.indexOf(channel);
  return i < 0 ? order.push(channel) - 1 : i;
}

/** Calls back at each 'status', 'version', 'pulse', 'lake', 'connection' or 'theme'; returns how to stop that. */
export function on(event, listener) {
  if (!listeners.has(event)) {
    listeners.set(event, new Set());
  }
  listeners.get(event).add(listener);
  return () => listeners.get(event).delete(listener);
}

export function tell(event, detail) {
  listeners.get(event)?.forEach((listener) => listener(detail));
}
