// GET /conversations, GET and DELETE /conversations/<id>: what a user asked before.
import { ownerOf, Problem, type Request, type Route } from './http.ts';
import { conversations as list, forget, recall } from './history.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ONE = { path: '/conversations/', input: 'any', limit: 0 } as const;

export const conversations: Route[] = [
  {
    method: 'GET',
    path: '/conversations',
    summary: 'List conversations',
    input: 'any',
    limit: 0,
    async handle(request) {
      return { body: { conversations: await list(ownerOf(request)) } };
    },
  },
  {
    ...ONE,
    method: 'GET',
    summary: 'Read a conversation',
    async handle(request) {
      const turns = await recall(ownerOf(request), idOf(request), 100);
      if (turns.length === 0) throw new Problem(404, 'There is no such conversation.');
      return { body: { turns } };
    },
  },
  {
    ...ONE,
    method: 'DELETE',
    summary: 'Delete a conversation',
    async handle(request) {
      await forget(ownerOf(request), idOf(request));
      return { status: 204, body: new Uint8Array() };
    },
  },
];

function idOf({ path }: Request): string {
  const id = path.slice(ONE.path.length);
  if (!UUID.test(id)) throw new Problem(404, 'There is no such conversation.');
  return id;
}
