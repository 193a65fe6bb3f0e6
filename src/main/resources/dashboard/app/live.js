// Hears of new table versions and of arriving deliveries, for as long as the page is open. Reads the server-sent events
// by fetch, because EventSource cannot send a token.
import { headers } from './api.js';
import { tell } from './store.js';

/** Silence longer than this is a dead connection: the server says something every 15 s. */
const SILENCE_MILLIS = 40_000;
const LONGEST_RETRY_MILLIS = 15_000;

/** Listens until the page goes; tells 'version', 'pulse', 'lake' and 'connection' (true, false). */
export async function listen() {
  let failures = 0;
  let retryMillis = 2_000;
  for (;;) {
    try {
      await follow((event, data) => {
        failures = 0;
        if (event === 'retry') {
          retryMillis = data;
        } else {
          tell(event, data);
        }
      });
    } catch {
      // the connection is gone; that is told below and tried again
    }
    tell('connection', false);
    failures += 1;
    await new Promise((resolve) => setTimeout(resolve, Math.min(retryMillis * failures, LONGEST_RETRY_MILLIS)));
  }
}

async function follow(onEvent) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), SILENCE_MILLIS);
  try {
    const response = await fetch('api/events', { headers: headers({ Accept: 'text/event-stream' }), signal: abort.signal });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    tell('connection', true);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE_MILLIS);
      const blocks = (rest + value.replaceAll('\r', '')).split('\n\n');
      rest = blocks.pop();
      blocks.forEach((block) => parse(block, onEvent));
    }
  } finally {
    clearTimeout(timer);
  }
}

function parse(block, onEvent) {
  let event = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      event = value;
    } else if (field === 'data') {
      data.push(value);
    } else if (field === 'retry') {
      onEvent('retry', Number(value));
    }
  }
  if (data.length > 0) {
    onEvent(event, JSON.parse(data.join('\n')));
  }
}
