// Talks to the server. A token that came with the address (#token=...) is kept for this tab and sent with each request.

const TOKEN = 'tidemark-token';

/** What went wrong, in words for a person. status is 0 where there was no answer. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Takes the token out of the address, so that it is in no history and no bookmark. */
export function takeToken() {
  const match = /^#token=([^&]+)/.exec(location.hash);
  if (match) {
    keepToken(decodeURIComponent(match[1]));
    history.replaceState(null, '', '#/');
  }
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

/** Headers of every request. */
export function headers(more) {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? { ...more } : { Authorization: `Bearer ${token}`, ...more };
}

/** The address of an endpoint; arrays become repeated parameters, null and empty ones are left out. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') {
        query.append(name, one);
      }
    }
  }
  const text = query.toString();
  return `api/${path}${text === '' ? '' : `?${text}`}`;
}

/** Reads JSON. @throws {ApiError} */
export async function get(path, parameters, signal) {
  return (await send(address(path, parameters), { signal })).json();
}

/** Asks the running job to fetch a polled feed. @throws {ApiError} */
export async function requestFetch(feed) {
  return (await send(`api/fetch/${feed}`, { method: 'POST', headers: { 'X-Tidemark-Action': 'fetch' } })).json();
}

/** Saves a table's rows as a file; a plain link could not send the token. @throws {ApiError} */
export async function download(path, parameters, fileName) {
  const blob = await (await send(address(path, parameters), {})).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** One request. @throws {ApiError} unless the answer is a success */
export async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, headers: headers(options.headers) });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new ApiError(0, "The dashboard's server does not answer. Start it again with ./tidemark dashboard; this page goes on by itself.");
  }
  if (!response.ok) {
    throw new ApiError(response.status, await reason(response));
  }
  return response;
}

async function reason(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `The server answered ${response.status}.`;
  }
}
