// Where the reader is: #/page?filters. Everything that a page shows follows from the address, so a link shows the same.

/** Parameters that may be there more than once. */
const LISTS = ['channel'];

/** @returns {{page: string, query: object}} what the address says */
export function here() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parameters = new URLSearchParams(search);
  const query = {};
  for (const name of new Set(parameters.keys())) {
    query[name] = LISTS.includes(name) ? parameters.getAll(name) : parameters.get(name);
  }
  return { page: path, query: { channel: [], ...query } };
}

/** The order of parameters, so that the same filters are the same address. */
const ORDER = ['range', 'from', 'to', 'channel', 'campaign'];

function place(name) {
  const i = ORDER.indexOf(name);
  return i < 0 ? ORDER.length : i;
}

/** The address of a page. */
export function link(page, query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query).sort(([a], [b]) => place(a) - place(b))) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') {
        parameters.append(name, one);
      }
    }
  }
  const text = parameters.toString();
  return `#/${page}${text === '' ? '' : `?${text}`}`;
}

/** Changes filters of this page; null takes one away. */
export function change(patch) {
  const { page, query } = here();
  go(link(page, { ...query, ...patch }));
}

export function go(hash) {
  if (location.hash !== hash) {
    location.hash = hash;
  }
}

/** What stays when the reader goes to another page. */
export function common(query) {
  return { range: query.range, from: query.from, to: query.to, channel: query.channel };
}

export function onChange(listener) {
  addEventListener('hashchange', listener);
}
