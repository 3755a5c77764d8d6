// The text of a document in the container for documents.
import { readBlob } from './blobs.ts';
import { required } from './outbound.ts';
import { Problem } from './problem.ts';

/** An instance holds as many of them as maxConcurrentCalls in host.json. */
const LARGEST_DOCUMENT = 32 * 1024 * 1024;

export async function textOf(blob: string): Promise<string> {
  const document = await readBlob(required('AZURE_STORAGE_CONTAINER'), blob, LARGEST_DOCUMENT);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(document);
  } catch {
    throw new Problem(422, 'The document is no text in UTF-8.');
  }
}
