// Who is asking? App Service signs people in and says who they are in headers that nobody else can set.
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from './problem.ts';

export interface User {
  /** Both ids name a user and the partition of what is kept for them. They come from the sign-in alone. */
  tenantId: string;
  id: string;
  name: string;
}

interface Principal {
  claims?: { typ?: unknown; val?: unknown }[];
}

/** App Service gives some claims their long names. */
const CLAIMS = {
  tenant: ['tid', 'http://schemas.microsoft.com/identity/claims/tenantid'],
  id: ['oid', 'http://schemas.microsoft.com/identity/claims/objectidentifier'],
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** App Service sets it, and drops such headers from outside, only while its sign-in is on. */
const signedIn = process.env.WEBSITE_AUTH_ENABLED?.toLowerCase() === 'true';
const developing = process.env.NODE_ENV === 'development' && !process.env.WEBSITE_SITE_NAME;
const allowed = (process.env.WEBSITE_AUTH_AAD_ALLOWED_TENANTS ?? '').toLowerCase().split(',').filter((id) => id !== '');

export function userOf(headers: IncomingHttpHeaders): User {
  if (!signedIn) {
    if (developing) return { tenantId: NOBODY, id: NOBODY, name: 'developer' };
    throw new Problem(401, 'Sign-in is not set up here.');
  }

  const claims = claimsOf(headers['x-ms-client-principal']?.toString() ?? '');
  const tenantId = claim(claims, CLAIMS.tenant);
  const id = claim(claims, CLAIMS.id) || text(headers['x-ms-client-principal-id']).toLowerCase();
  if (!UUID.test(tenantId) || !UUID.test(id)) throw new Problem(401, 'Sign in first.');
  if (allowed.length > 0 && !allowed.includes(tenantId)) throw new Problem(403, 'Your organization may not come in here.');
  return { tenantId, id, name: text(headers['x-ms-client-principal-name']) };
}

function claimsOf(principal: string): NonNullable<Principal['claims']> {
  try {
    const { claims } = JSON.parse(Buffer.from(principal, 'base64').toString('utf8')) as Principal;
    return Array.isArray(claims) ? claims : [];
  } catch {
    return [];
  }
}

function claim(claims: NonNullable<Principal['claims']>, names: string[]): string {
  const { val } = claims.find((claim) => names.includes(String(claim?.typ))) ?? {};
  return text(val).toLowerCase();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
