// Tokens of Microsoft Entra ID: is one genuine, and what does it say?
import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { send } from './retry.ts';

export interface Claims {
  aud?: unknown;
  iss?: unknown;
  exp?: unknown;
  nbf?: unknown;
  /** The user, service principal or managed identity, and its tenant. */
  oid?: unknown;
  tid?: unknown;
  /** What a user lets an application do, and the roles a caller was given. */
  scp?: unknown;
  roles?: unknown;
}

const authority = process.env.AZURE_AUTHORITY_HOST ?? 'https://login.microsoftonline.com';
const CLOCK_SKEW = 120;
const KEYS_LIVE = 24 * 60 * 60_000;
const KEYS_REST = 60_000;

/** The published keys of one tenant. */
class Keys {
  readonly #tenant: string;
  #keys = new Map<string, KeyObject>();
  #fetched = 0;
  #fetching: Promise<void> | undefined;

  constructor(tenant: string) {
    this.#tenant = tenant;
  }

  /** An unknown id means new keys, so they are read again, but not for every forged token. */
  async get(id: string): Promise<KeyObject | undefined> {
    const age = Date.now() - this.#fetched;
    if (age > KEYS_LIVE || (!this.#keys.has(id) && age > KEYS_REST)) {
      this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
      await this.#fetching;
    }
    return this.#keys.get(id);
  }

  async #fetch(): Promise<void> {
    const response = await send(`${authority}/${this.#tenant}/discovery/v2.0/keys`, {}, { budget: 10_000 });
    if (!response.ok) throw new Error(`The keys of tenant ${this.#tenant} could not be read: ${response.status}.`);
    const body = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
    this.#keys = new Map(body.keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
    this.#fetched = Date.now();
  }
}

const rings = new Map<string, Keys>();

/** What a valid token for one of `audiences` from one of `tenants` says. Undefined when anything is wrong with it. */
export async function claimsOf(
  authorization: string | undefined,
  audiences: readonly string[],
  tenants: readonly string[],
): Promise<Claims | undefined> {
  const [, header, payload, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization ?? '') ?? [];
  if (!header || !payload || !signature) return undefined;

  // Nothing in the claims is believed before the signature is; but who signed it depends on the tenant.
  const claims = decode<Claims>(payload) ?? {};
  const tenant = tenants.find((id) => issuers(id).includes(String(claims.iss)));
  const { alg, kid } = decode<{ alg?: unknown; kid?: unknown }>(header) ?? {};
  if (!tenant || alg !== 'RS256' || typeof kid !== 'string') return undefined;
  const ring = rings.get(tenant) ?? new Keys(tenant);
  rings.set(tenant, ring);
  const key = await ring.get(kid);
  if (!key || !verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    return undefined;
  }

  const { aud, exp, nbf } = claims;
  const now = Date.now() / 1000;
  const current = typeof exp === 'number' && exp > now - CLOCK_SKEW && (typeof nbf !== 'number' || nbf < now + CLOCK_SKEW);
  return current && audiences.includes(String(aud)) ? { ...claims, tid: tenant } : undefined;
}

function issuers(tenant: string): string[] {
  return [`https://login.microsoftonline.com/${tenant}/v2.0`, `https://sts.windows.net/${tenant}/`];
}

function decode<T>(part: string): T | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as T;
  } catch {
    return undefined;
  }
}
