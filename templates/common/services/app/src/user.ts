// Who is using this public service? A user or an application proves it with a token of Microsoft Entra ID for an app
// registration of yours. Its application id (or id URI) goes into the environment variable AZURE_API_AUDIENCE:
//
//   azd env set AZURE_API_AUDIENCE <application id>
//
// AZURE_API_TENANTS lists the tenants whose users may come in (ids with commas between); without it, your own only.
// Without AZURE_API_AUDIENCE nobody can prove anything: what belongs to a user (conversations, files) is then refused.
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './http.ts';
import { claimsOf } from './jwt.ts';
import { Problem } from './problem.ts';

const audiences = list(process.env.AZURE_API_AUDIENCE);
const tenants = list(process.env.AZURE_API_TENANTS || process.env.AZURE_TENANT_ID);

export async function verifyUser(headers: IncomingHttpHeaders): Promise<Caller | undefined> {
  if (audiences.length === 0) return undefined;
  const claims = await claimsOf(headers.authorization, audiences, tenants);
  if (!claims || typeof claims.oid !== 'string' || typeof claims.tid !== 'string') {
    throw new Problem(401, 'A valid token for this API is needed.', { 'www-authenticate': 'Bearer' });
  }
  // Every application of a tenant gets tokens for every other; who was let in has a scope or a role.
  const { oid, tid, scp, roles } = claims;
  const granted = (typeof scp === 'string' && scp !== '') || (Array.isArray(roles) && roles.length > 0);
  if (!granted) throw new Problem(403, 'The token has neither a scope nor a role of this API.');
  return { tenantId: tid, id: oid };
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
