// Files of a user in Azure Storage: uploaded ones at /files, and what a route answered, to be read again later.
import { randomUUID } from 'node:crypto';
import { ownerOf, Problem, type Reply, type Request, type Route } from './http.ts';
import { get, put } from './storage.ts';
import { trackError } from './telemetry.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** POST /files keeps a file, GET /files/<id> gives it back to the one who sent it. */
export const files: Route[] = [
  {
    method: 'POST',
    path: '/files',
    summary: 'Keep a file',
    input: 'file',
    limit: 8 * 1024 * 1024,
    async handle(request) {
      if (request.body.length === 0) throw new Problem(400, 'The body must be a file.');
      const id = randomUUID();
      await put(pathOf(request, '/files', id), request.body, 'application/octet-stream');
      return { status: 201, headers: { location: `/files/${id}` }, body: { id } };
    },
  },
  reader('/files', 'Read a file'),
];

/** The route, whose answers are kept: they get an `id`, and GET <path>/<id> answers the same again. */
export function kept(route: Route): Route[] {
  const keeping: Route = {
    ...route,
    async handle(request) {
      const id = randomUUID();
      const path = pathOf(request, route.path, id);
      const reply = await route.handle(request);
      try {
        await put(path, Buffer.from(JSON.stringify(reply.body)), 'application/json');
      } catch (error) {
        // The answer took long enough to make; without an id it is still an answer.
        trackError(error);
        return reply;
      }
      return { ...reply, body: { id, ...(reply.body as object) } };
    },
  };
  return [keeping, reader(route.path, `${route.summary}: an earlier answer`)];
}

function reader(path: string, summary: string): Route {
  const prefix = `${path}/`;
  async function handle(request: Request): Promise<Reply> {
    const id = request.path.slice(prefix.length);
    const blob = UUID.test(id) ? await get(pathOf(request, path, id)) : undefined;
    if (!blob) throw new Problem(404, 'There is nothing of that id.');
    // A browser must not show what somebody uploaded as if it were a page of ours.
    const headers = blob.type === 'application/json' ? {} : { 'content-disposition': 'attachment' };
    return { headers: { 'content-type': blob.type, ...headers }, body: blob.bytes };
  }
  return { method: 'GET', path: prefix, summary, input: 'any', limit: 0, handle };
}

/** Everybody has a folder of their own. */
function pathOf(request: Request, path: string, id: string): string[] {
  const { tenantId, id: user } = ownerOf(request);
  return [tenantId, user, path.slice(1), id];
}
