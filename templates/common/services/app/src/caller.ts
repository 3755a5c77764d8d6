// Who is calling? A service sends a token of its managed identity; only the ones named in ALLOWED_CALLERS may come in.
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './http.ts';
import { SERVICES } from './identity.ts';
import { claimsOf } from './jwt.ts';
import { Problem } from './problem.ts';

const tenants = [process.env.AZURE_TENANT_ID ?? ''].filter((id) => id !== '');
const allowed = new Set((process.env.ALLOWED_CALLERS ?? '').split(',').filter((id) => id !== ''));

/** The name, and the id that tokens of version 2 carry instead of it. */
const AUDIENCES = [SERVICES, 'fb60f99c-7a34-4190-8149-302f77469936'];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The user for whom the service calls, if it says so: it may, because it was let in; see gateway.ts. Else the service. */
export async function verifyCaller(headers: IncomingHttpHeaders): Promise<Caller> {
  const claims = await claimsOf(headers.authorization, AUDIENCES, tenants);
  if (!claims) throw new Problem(401, 'A valid token of a calling service is needed.', { 'www-authenticate': 'Bearer' });
  const { oid, tid } = claims;
  if (typeof oid !== 'string' || !allowed.has(oid)) throw new Problem(403, 'This service may not call here.');

  const { 'x-user-tenant': tenantId, 'x-user-id': id } = headers;
  if (tenantId === undefined && id === undefined) return { tenantId: String(tid), id: oid };
  if (!UUID.test(String(tenantId)) || !UUID.test(String(id))) throw new Problem(400, 'The user is not named well.');
  return { tenantId: String(tenantId), id: String(id) };
}
