// Blobs in Azure Storage. https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api
import { call, callOk, refuse, required } from './outbound.ts';

export interface Blob {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

const RESOURCE = 'https://storage.azure.com';
const VERSION = '2023-11-03';

/** Creates the blob or replaces it. `path`: the parts of its name. */
export async function put(path: readonly string[], bytes: Uint8Array<ArrayBuffer>, type: string): Promise<void> {
  const headers = { 'content-type': type, 'x-ms-blob-type': 'BlockBlob' };
  const response = await callOk(address(path), { ...request('PUT', headers), body: bytes });
  await response.body?.cancel();
}

/** The blob, unless there is none of that name. */
export async function get(path: readonly string[]): Promise<Blob | undefined> {
  const url = address(path);
  const response = await call(url, request('GET'));
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) return refuse(response, 'Storage', url);
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  return { bytes: new Uint8Array(await response.arrayBuffer()), type };
}

function address(path: readonly string[]): URL {
  // Such a part would lead to another blob, or out of the container.
  if (path.some((part) => ['', '.', '..'].includes(part))) throw new Error('This is no name of a blob.');
  const container = process.env.AZURE_STORAGE_CONTAINER ?? 'documents';
  return new URL([container, ...path].map(encodeURIComponent).join('/'), required('AZURE_STORAGE_BLOB_ENDPOINT'));
}

function request(method: string, headers: Record<string, string> = {}) {
  const common = { 'x-ms-version': VERSION, 'x-ms-date': new Date().toUTCString() };
  return { name: 'Storage', resource: RESOURCE, method, headers: { ...common, ...headers } };
}
