// Settings from Azure App Configuration: the keys <name of the service>:<name of the setting> without a label, read at
// the start and every 30 seconds. While the store is away, the last ones hold; at first, those of settings.ts.
// https://learn.microsoft.com/azure/azure-app-configuration/rest-api-key-value
import { call, refuse } from './outbound.ts';
import { change } from './settings.ts';
import { log } from './telemetry.ts';

interface Page {
  items: { key: string; value: string | null; content_type: string | null }[];
  '@nextLink'?: string;
}

/** Gives the secret at an address: see key-vault.ts. */
type Resolve = (address: string) => Promise<string>;

const RESOURCE = 'https://appconfig.azure.com';
const REFERENCE = 'application/vnd.microsoft.appconfig.keyvaultref+json';
const EVERY = 30_000;
/** The start of the service waits that long at most. */
const PATIENCE = 5_000;
const MOST_PAGES = 10;

const prefix = `${process.env.SERVICE_NAME ?? 'service'}:`;
const endpoint = process.env.AZURE_APP_CONFIGURATION_ENDPOINT ?? '';
let all: ReadonlyMap<string, string> = new Map();
let tag: string | undefined;

/** Follows the store from now on. `resolve` reads settings whose values are secrets; without it they are left out. */
export async function follow(resolve?: Resolve): Promise<void> {
  if (endpoint === '') return;
  await refresh(resolve);
  setInterval(() => void refresh(resolve), EVERY).unref();
}

/** A setting of your own: the value of the key <name of the service>:<name>. */
export function setting(name: string): string | undefined {
  return all.get(name);
}

async function refresh(resolve: Resolve | undefined): Promise<void> {
  try {
    const url = new URL('kv', endpoint);
    // A comma or a star in a name would mean something else.
    url.searchParams.set('key', `${prefix.replace(/[*,\\]/g, '\\$&')}*`);
    url.searchParams.set('label', '\0');
    url.searchParams.set('api-version', '2023-11-01');
    const first = await page(url, tag);
    if (first) await take(first, resolve);
  } catch (error) {
    log('warn', 'App Configuration could not be read: the settings stay as they are', { reason: String(error) });
  }
}

async function take(first: { page: Page; tag: string | undefined }, resolve: Resolve | undefined): Promise<void> {
  const items = [...first.page.items];
  let next = first.page['@nextLink'];
  for (let pages = 1; next !== undefined && pages < MOST_PAGES; pages++) {
    const url = new URL(next, endpoint);
    if (url.origin !== new URL(endpoint).origin) throw new Error('The next page is elsewhere.');
    const more = await page(url);
    items.push(...(more?.page.items ?? []));
    next = more?.page['@nextLink'];
  }

  const values = new Map<string, string>();
  let whole = true;
  for (const { key, value, content_type: type } of items) {
    const name = key.slice(prefix.length);
    try {
      const secret = type?.startsWith(REFERENCE) ?? false;
      if (secret && !resolve) throw new Error('This service uses no key vault.');
      const text = secret ? await resolve!((JSON.parse(value ?? '') as { uri: string }).uri) : value;
      if (text !== null) values.set(name, text);
    } catch (error) {
      whole = false;
      const held = all.get(name);
      if (held !== undefined) values.set(name, held);
      log('warn', 'a setting could not be read', { name, reason: String(error) });
    }
  }
  all = values;
  change(values);
  // Once something changes in one page, its tag does; with more pages, or after a failure, all is read each time.
  tag = whole && items.length === first.page.items.length ? first.tag : undefined;
  log('info', 'settings were read', { names: [...values.keys()] });
}

/** Undefined when nothing changed since `known`. */
async function page(url: URL, known?: string): Promise<{ page: Page; tag: string | undefined } | undefined> {
  const headers = { accept: 'application/json', ...(known !== undefined && { 'if-none-match': known }) };
  const options = { name: 'App Configuration', resource: RESOURCE, headers, attempts: 2, budget: PATIENCE };
  const response = await call(url, options);
  if (response.status === 304) return undefined;
  if (!response.ok) return refuse(response, options.name, url);
  return { page: (await response.json()) as Page, tag: response.headers.get('etag') ?? undefined };
}
