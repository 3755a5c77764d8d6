// Documents in Azure Cosmos DB. Every call names a whole partition key, so that it stays inside of one tenant.
// https://learn.microsoft.com/rest/api/cosmos-db/cosmosdb-resource-uri-syntax-for-rest
import { call, callOk, refuse, required } from './outbound.ts';

/** The values of all paths of the container's partition key, from coarse to fine. */
export type Partition = readonly string[];

interface Page {
  Documents: unknown[];
}

const RESOURCE = 'https://cosmos.azure.com';
const VERSION = '2020-07-15';
const PAGE = 100;

/** Creates the document or replaces the one with its id. It must hold the values of its partition key, too. */
export async function save<T extends { id: string }>(partition: Partition, document: T): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-ms-documentdb-is-upsert': 'true' };
  const options = request('POST', partition, headers);
  const response = await callOk(address(), { ...options, body: JSON.stringify(document) });
  await response.body?.cancel();
}

/** The document, unless there is none of that id. */
export async function read<T>(partition: Partition, id: string): Promise<T | undefined> {
  const response = await call(address(id), request('GET', partition));
  if (response.ok) return (await response.json()) as T;
  if (response.status !== 404) return refuse(response, 'Cosmos DB', address());
  await response.body?.cancel();
  return undefined;
}

/** What a query such as `SELECT * FROM c WHERE c.kind = @kind` finds, `most` of it. Values stand in the parameters only. */
export async function find<T>(
  partition: Partition,
  query: string,
  parameters: Record<string, unknown> = {},
  most = PAGE,
): Promise<T[]> {
  const values = Object.entries(parameters).map(([name, value]) => ({ name: `@${name}`, value }));
  const body = JSON.stringify({ query, parameters: values });
  const found: unknown[] = [];
  let next: string | null = '';
  while (next !== null && found.length < most) {
    const options = request('POST', partition, {
      'content-type': 'application/query+json',
      'x-ms-documentdb-isquery': 'true',
      'x-ms-max-item-count': String(Math.min(PAGE, most - found.length)),
      ...(next !== '' && { 'x-ms-continuation': next }),
    });
    const response = await callOk(address(), { ...options, body });
    found.push(...((await response.json()) as Page).Documents);
    next = response.headers.get('x-ms-continuation');
  }
  return found.slice(0, most) as T[];
}

/** Removes the document, if it is there. */
export async function remove(partition: Partition, id: string): Promise<void> {
  const response = await call(address(id), request('DELETE', partition));
  if (!response.ok && response.status !== 404) return refuse(response, 'Cosmos DB', address());
  await response.body?.cancel();
}

function address(id?: string): URL {
  const { AZURE_COSMOS_DATABASE = 'chat', AZURE_COSMOS_CONTAINER = 'conversations' } = process.env;
  const path = ['dbs', AZURE_COSMOS_DATABASE, 'colls', AZURE_COSMOS_CONTAINER, 'docs', ...(id === undefined ? [] : [id])];
  return new URL(path.map(encodeURIComponent).join('/'), required('AZURE_COSMOS_ENDPOINT'));
}

function request(method: string, partition: Partition, headers: Record<string, string> = {}) {
  return {
    name: 'Cosmos DB',
    resource: RESOURCE,
    scheme: (token: string) => encodeURIComponent(`type=aad&ver=1.0&sig=${token}`),
    method,
    headers: {
      'x-ms-date': new Date().toUTCString(),
      'x-ms-version': VERSION,
      'x-ms-documentdb-partitionkey': ascii(JSON.stringify(partition)),
      ...headers,
    },
  };
}

/** JSON that may stand in a header. */
function ascii(json: string): string {
  return json.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
