// Blobs, read and written with the managed identity.
import { call, callOk, refuse, required } from './outbound.ts';
import { Problem } from './problem.ts';

export const STORAGE = 'https://storage.azure.com';
export const RESULTS = 'results';
export const DEAD_LETTERS = 'dead-letters';

/** The bytes of a blob, if they are at most `limit`. */
export async function readBlob(container: string, name: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const url = address(container, name);
  const response = await call(url, { name: 'Read blob', resource: STORAGE, headers: blobHeaders() });
  if (response.ok && Number(response.headers.get('content-length')) <= limit) {
    return new Uint8Array(await response.arrayBuffer());
  }
  if (!response.ok && response.status !== 404) return refuse(response, 'Storage', url);
  await response.body?.cancel();
  if (response.ok) throw new Problem(413, `The document has more than ${limit} bytes.`);
  throw new Problem(404, 'There is no such document.');
}

export async function blobExists(container: string, name: string): Promise<boolean> {
  const url = address(container, name);
  const headers = blobHeaders();
  const response = await call(url, { name: 'Look for blob', resource: STORAGE, method: 'HEAD', headers });
  return response.ok || (response.status !== 404 && refuse(response, 'Storage', url));
}

/** Writes a blob, or writes it anew. */
export async function writeBlob(container: string, name: string, value: unknown): Promise<void> {
  const response = await callOk(address(container, name), {
    name: 'Write blob',
    resource: STORAGE,
    method: 'PUT',
    headers: { ...blobHeaders(), 'content-type': 'application/json', 'x-ms-blob-type': 'BlockBlob' },
    body: JSON.stringify(value),
  });
  await response.body?.cancel();
}

function address(container: string, name: string): URL {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return new URL(`${container}/${path}`, required('AZURE_STORAGE_BLOB_ENDPOINT'));
}

export function blobHeaders(): Record<string, string> {
  return { 'x-ms-version': '2023-11-03', 'x-ms-date': new Date().toUTCString() };
}
