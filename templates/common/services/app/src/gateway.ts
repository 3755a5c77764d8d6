// /<service>/...: passes a request on to a service behind this one.
import type { Reply, Request, Route } from './http.ts';
import { SERVICES } from './identity.ts';
import { call, required } from './outbound.ts';

/** Everything else, cookies and the caller's own token above all, stays here. Who it is for is told, once that is sure. */
const PASSED_ON = ['accept', 'accept-language', 'content-type'];
const PASSED_BACK = ['content-type', 'content-language', 'retry-after'];
/** A little more than the service takes itself, so that its own answer arrives. */
const BUDGET = 42_000;

/** Requests below /name/ go to the address in the environment variable `variable`. */
export function proxy(name: string, variable: string): Route {
  const prefix = `/${name}/`;
  return {
    method: 'ANY',
    path: prefix,
    summary: `Everything of ${name}`,
    input: 'any',
    limit: 8 * 1024 * 1024,
    async handle(request: Request): Promise<Reply> {
      const url = new URL(required(variable));
      url.pathname = `/${request.path.slice(prefix.length)}`;
      url.search = request.query;

      const { method, body, caller } = request;
      const safe = method === 'GET' || method === 'HEAD';
      const response = await call(url, {
        name,
        resource: SERVICES,
        method,
        headers: {
          ...pick(PASSED_ON, (header) => request.headers[header]?.toString()),
          ...(caller && { 'x-user-tenant': caller.tenantId, 'x-user-id': caller.id }),
        },
        ...(body.length > 0 && !safe && { body }),
        attempts: safe ? 3 : 1,
        budget: BUDGET,
      });
      const headers = pick(PASSED_BACK, (header) => response.headers.get(header) ?? undefined);
      return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) };
    },
  };
}

function pick(names: string[], valueOf: (name: string) => string | undefined): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = valueOf(name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
