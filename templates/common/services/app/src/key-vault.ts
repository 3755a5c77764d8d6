// Secrets that no identity can replace, from Azure Key Vault.
import { callOk, required } from './outbound.ts';

interface Entry {
  value: Promise<string>;
  until: number;
}

const RESOURCE = 'https://vault.azure.net';
/** A secret that was changed in the vault is used here after that many milliseconds. */
const KEPT = 5 * 60_000;

const entries = new Map<string, Entry>();

/** The secret of that name, or at that address of the service's own vault. */
export function secret(nameOrAddress: string): Promise<string> {
  const vault = new URL(required('AZURE_KEY_VAULT_URI'));
  const url = new URL(nameOrAddress.includes('/') ? nameOrAddress : `secrets/${nameOrAddress}`, vault);
  // Our token goes to our own vault only.
  if (url.origin !== vault.origin || !url.pathname.startsWith('/secrets/')) {
    return Promise.reject(new Error(`${url.host}${url.pathname} is no secret of this service's vault.`));
  }

  const held = entries.get(url.pathname);
  if (held && Date.now() < held.until) return held.value;
  const entry: Entry = { value: read(url), until: Date.now() + KEPT };
  entry.value.catch(() => {
    if (entries.get(url.pathname) === entry) entries.delete(url.pathname);
  });
  entries.set(url.pathname, entry);
  return entry.value;
}

async function read(url: URL): Promise<string> {
  url.search = '?api-version=7.5';
  const response = await callOk(url, { name: 'Key Vault', resource: RESOURCE });
  return ((await response.json()) as { value: string }).value;
}
