// The app with somebody signed in, and a stand-in of its own for each model: it is the host that may be out of order.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { start, TENANT, type Answer, type Call, type World } from './world.ts';

export const USER = '44444444-4444-4444-4444-444444444444';
export const SEARCH = '/indexes/documents/docs/search';
export const COSMOS = '/dbs/chat/colls/conversations/docs';

export interface Model {
  address: string;
  calls: Call[];
  /** What it answers from now on. */
  says(answer: Answer | ((body: any) => Answer)): void;
  stop(): void;
}

/** What App Service adds to the requests of somebody who signed in, except for what a test changes. */
export function signIn(changes: Record<string, string> = {}): Record<string, string> {
  const claims = {
    'http://schemas.microsoft.com/identity/claims/tenantid': TENANT,
    'http://schemas.microsoft.com/identity/claims/objectidentifier': USER,
    ...changes,
  };
  const principal = { auth_typ: 'aad', claims: Object.entries(claims).map(([typ, val]) => ({ typ, val })) };
  return {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': USER,
    'x-ms-client-principal-name': 'ada@contoso.com',
  };
}

export async function model(): Promise<Model> {
  const calls: Call[] = [];
  let answer: (body: any) => Answer = () => ({ body: text('Forty-two [1].') });
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(`http://model${request.url}`);
    const body = Buffer.concat(await request.toArray());
    calls.push({ method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body });
    const { status = 200, headers = {}, body: said = {} } = answer(JSON.parse(body.toString()));
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(said));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    says: (what) => (answer = typeof what === 'function' ? what : () => what),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A response of the Responses API. */
export function text(said: string, annotations: object[] = []): object {
  return {
    status: 'completed',
    output: [
      { type: 'reasoning', summary: [] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: said, annotations }] },
    ],
    usage: { input_tokens: 1000, output_tokens: 500 },
  };
}

/** The app with its project at the model, its search and its history at the world. */
export async function startApp(project: Model, variables: Record<string, string> = {}): Promise<World> {
  const world = await start({
    WEBSITE_AUTH_ENABLED: 'True',
    WEBSITE_SITE_NAME: 'app-chat',
    AZURE_AI_PROJECT_ENDPOINT: `${project.address}/api/projects/shop`,
    AZURE_SEARCH_ENDPOINT: '${azure}',
    AZURE_COSMOS_ENDPOINT: '${azure}/',
    OPENAI_PROMPT_PRICE: '2',
    OPENAI_COMPLETION_PRICE: '8',
    ...variables,
  });
  world.on(SEARCH, () => ({ body: { value: DOCUMENTS } }));
  world.on(COSMOS, ({ headers }) => ({ body: headers['x-ms-documentdb-isquery'] ? { Documents: [] } : {} }));
  return world;
}

export const DOCUMENTS = [
  { title: 'Guide', url: 'https://contoso.com/guide', content: 'The answer is 42.' },
  { title: 'Notes', url: 'javascript:alert(1)', content: 'Nobody knows the question.' },
];

export function ask(world: World, body: unknown, headers = signIn()): Promise<Response> {
  const type = { 'content-type': 'application/json' };
  return world.fetch('/api/chat', { method: 'POST', headers: { ...type, ...headers }, body: JSON.stringify(body) });
}

export function sent(call: Call | undefined): any {
  return JSON.parse(String(call?.body));
}
