// Who is calling? A service sends a token of its managed identity; only the ones named in ALLOWED_CALLERS may come in.
import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Problem } from './http.ts';
import { SERVICES } from './identity.ts';
import { send } from './retry.ts';

interface Claims {
  aud?: unknown;
  iss?: unknown;
  exp?: unknown;
  nbf?: unknown;
  oid?: unknown;
}

const authority = process.env.AZURE_AUTHORITY_HOST ?? 'https://login.microsoftonline.com';
const tenant = process.env.AZURE_TENANT_ID ?? '';
const allowed = new Set((process.env.ALLOWED_CALLERS ?? '').split(',').filter((id) => id !== ''));

/** The name, and the id that tokens of version 2 carry instead of it. */
const AUDIENCES = [SERVICES, 'fb60f99c-7a34-4190-8149-302f77469936'];
const ISSUERS = [`https://login.microsoftonline.com/${tenant}/v2.0`, `https://sts.windows.net/${tenant}/`];
const CLOCK_SKEW = 120;
const KEYS_LIVE = 24 * 60 * 60_000;
const KEYS_REST = 60_000;

let keys = new Map<string, KeyObject>();
let fetched = 0;
let fetching: Promise<void> | undefined;

export async function verifyCaller(authorization: string | undefined): Promise<void> {
  const unauthorized = new Problem(401, 'A valid token of a calling service is needed.', { 'www-authenticate': 'Bearer' });
  const [, header, payload, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization ?? '') ?? [];
  if (!header || !payload || !signature) throw unauthorized;

  const { alg, kid } = decode<{ alg?: unknown; kid?: unknown }>(header) ?? {};
  const key = alg === 'RS256' && typeof kid === 'string' ? await keyOf(kid) : undefined;
  if (!key || !verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw unauthorized;
  }

  const { aud, iss, exp, nbf, oid } = decode<Claims>(payload) ?? {};
  const now = Date.now() / 1000;
  const current = typeof exp === 'number' && exp > now - CLOCK_SKEW && (typeof nbf !== 'number' || nbf < now + CLOCK_SKEW);
  if (!current || !AUDIENCES.includes(String(aud)) || tenant === '' || !ISSUERS.includes(String(iss))) throw unauthorized;
  if (typeof oid !== 'string' || !allowed.has(oid)) throw new Problem(403, 'This service may not call here.');
}

function decode<T>(part: string): T | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as T;
  } catch {
    return undefined;
  }
}

/** The tenant's published key. An unknown id means new keys, so they are read again, but not for every forged token. */
async function keyOf(id: string): Promise<KeyObject | undefined> {
  const age = Date.now() - fetched;
  if (age > KEYS_LIVE || (!keys.has(id) && age > KEYS_REST)) {
    fetching ??= readKeys().finally(() => (fetching = undefined));
    await fetching;
  }
  return keys.get(id);
}

async function readKeys(): Promise<void> {
  const response = await send(`${authority}/${tenant}/discovery/v2.0/keys`, {}, { budget: 10_000 });
  if (!response.ok) throw new Error(`The keys of tenant ${tenant} could not be read: ${response.status}.`);
  const body = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
  keys = new Map(body.keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
  fetched = Date.now();
}
