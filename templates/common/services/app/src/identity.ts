// Tokens of this service's managed identity, from the endpoint that Azure gives every instance.
import { send } from './retry.ts';

export const AI_SERVICES = 'https://cognitiveservices.azure.com';
export const MONITOR = 'https://monitor.azure.com';
/**
 * Exists in every tenant, so services can know each other without an app registration of their own. Entra exchanges
 * such a token for one of any app registration that trusts its identity as a federated credential, and every service
 * that is called sees it: while it is used here, no app registration may ever trust the identities of these services.
 */
export const SERVICES = 'api://AzureADTokenExchange';

interface Entry {
  token: Promise<string>;
  refreshAt: number;
}

const REFRESH_BEFORE = 5 * 60_000;
const entries = new Map<string, Entry>();

/** A token for `resource`: kept until shortly before it expires, asked for once however many wait for it. */
export function token(resource: string): Promise<string> {
  const held = entries.get(resource);
  if (held && Date.now() < held.refreshAt) return held.token;

  const fresh: Entry = {
    refreshAt: Infinity,
    token: request(resource).then(({ value, expires }) => {
      fresh.refreshAt = expires - REFRESH_BEFORE;
      return value;
    }),
  };
  fresh.token.catch(() => {
    if (entries.get(resource) === fresh) entries.delete(resource);
  });
  entries.set(resource, fresh);
  return fresh.token;
}

async function request(resource: string): Promise<{ value: string; expires: number }> {
  const { url, headers } = question(resource);
  const response = await send(url, { headers }, { budget: 10_000 });
  if (!response.ok) throw new Error(`The managed identity endpoint answered ${response.status} for ${resource}.`);
  const body = (await response.json()) as { access_token: string; expires_on: string };
  return { value: body.access_token, expires: Number(body.expires_on) * 1000 };
}

/** Machine Learning has an older endpoint than the other hosts. */
function question(resource: string): { url: URL; headers: Record<string, string> } {
  const { IDENTITY_ENDPOINT, IDENTITY_HEADER, MSI_ENDPOINT, MSI_SECRET, AZURE_CLIENT_ID = '' } = process.env;
  if (IDENTITY_ENDPOINT && IDENTITY_HEADER) {
    const values = { 'api-version': '2019-08-01', resource, client_id: AZURE_CLIENT_ID };
    return { url: withQuery(IDENTITY_ENDPOINT, values), headers: { 'x-identity-header': IDENTITY_HEADER } };
  }
  if (MSI_ENDPOINT && MSI_SECRET) {
    const values = { 'api-version': '2017-09-01', resource, clientid: AZURE_CLIENT_ID };
    return { url: withQuery(MSI_ENDPOINT, values), headers: { secret: MSI_SECRET } };
  }
  throw new Error('There is no managed identity here: IDENTITY_ENDPOINT and IDENTITY_HEADER are not set.');
}

function withQuery(address: string, values: Record<string, string>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) if (value !== '') url.searchParams.set(name, value);
  return url;
}
