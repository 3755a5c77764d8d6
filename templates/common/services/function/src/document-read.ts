// The text of a document in the container for documents, read by Azure Document Intelligence.
import { readBlob } from './blobs.ts';
import { analyze } from './document-analysis.ts';
import { required } from './outbound.ts';

const MODEL = 'prebuilt-read';
/** An instance holds as many of them as maxConcurrentCalls in host.json. */
const LARGEST_DOCUMENT = 32 * 1024 * 1024;
/** For starting and waiting together; see functionTimeout in host.json. */
const LONGEST_ANALYSIS = 5 * 60_000;

export async function textOf(blob: string): Promise<string> {
  const document = await readBlob(required('AZURE_STORAGE_CONTAINER'), blob, LARGEST_DOCUMENT);
  const { content } = await analyze(MODEL, document, LONGEST_ANALYSIS);
  return content;
}
