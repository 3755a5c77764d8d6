// What an answer stands on: documents from Azure AI Search, and whether the answer cites them.
// https://learn.microsoft.com/azure/search/hybrid-search-how-to-query
import type { Citation } from './contract.ts';
import type { Caller } from './http.ts';
import { call } from './outbound.ts';
import { Problem } from './problem.ts';
import { log } from './telemetry.ts';

export interface Document {
  title: string;
  url?: string;
  content: string;
}

const SEARCH = 'https://search.azure.com';
const MOST_DOCUMENTS = 5;
/** So many of so many are also what Content Safety looks at in one call. */
const LONGEST_DOCUMENT = 2_000;
/** Results a semantic ranker looks at. */
const CANDIDATES = 50;
const BUDGET = 6_000;

const {
  AZURE_SEARCH_ENDPOINT: endpoint = '',
  AZURE_SEARCH_INDEX: index = 'documents',
  // Both are of the index. Empty: it has none.
  AZURE_SEARCH_SEMANTIC_CONFIGURATION: semantic = 'default',
  AZURE_SEARCH_VECTOR_FIELD: vector = 'contentVector',
  // Field with the tenant a document belongs to. Empty: all of the index is for everybody who may sign in.
  AZURE_SEARCH_TENANT_FIELD: tenantField = '',
} = process.env;
const BY_WORDS = 10 * 60_000;
/** An index may lack what a hybrid query needs; it is then asked by words alone for a while. */
let hybridFrom = semantic === '' && vector === '' ? Infinity : 0;

/** The best documents for a query; undefined when they cannot be had now. */
export async function find(query: string, user: Caller): Promise<Document[] | undefined> {
  if (endpoint === '') return undefined;
  try {
    const hybrid = Date.now() >= hybridFrom;
    let response = await search(query, user, hybrid);
    if (response.status === 400 && hybrid) {
      log('warn', 'the index cannot answer a hybrid query', { index, said: (await response.text()).slice(0, 2_000) });
      hybridFrom = Date.now() + BY_WORDS;
      response = await search(query, user, false);
    }
    if (!response.ok) throw new Error(`${response.status}: ${(await response.text()).slice(0, 2_000)}`);
    const { value } = (await response.json()) as { value: Record<string, unknown>[] };
    return value.map(document).filter(({ content }) => content !== '');
  } catch (error) {
    if (error instanceof Problem && error.status === 499) throw error;
    log('warn', 'the documents were not searched', { index, reason: String(error) });
    return undefined;
  }
}

function search(query: string, user: Caller, hybrid: boolean): Promise<Response> {
  const url = new URL(`indexes/${encodeURIComponent(index)}/docs/search?api-version=2025-09-01`, endpoint);
  const body = {
    search: query,
    select: 'title,url,content',
    top: MOST_DOCUMENTS,
    // The tenant comes from the sign-in and is a UUID.
    ...(tenantField && { filter: `${tenantField} eq '${user.tenantId}'` }),
    ...(hybrid && semantic && { queryType: 'semantic', semanticConfiguration: semantic }),
    // The search service makes the vector itself.
    ...(hybrid && vector && { vectorQueries: [{ kind: 'text', text: query, fields: vector, k: CANDIDATES }] }),
  };
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body), attempts: 2, budget: BUDGET };
  return call(url, { name: 'AI Search', resource: SEARCH, ...options });
}

function document({ title, url, content }: Record<string, unknown>): Document {
  const text = typeof content === 'string' ? content.slice(0, LONGEST_DOCUMENT) : '';
  const address = typeof url === 'string' && url.startsWith('https://') ? url : undefined;
  return { title: typeof title === 'string' ? title : 'Document', ...(address && { url: address }), content: text };
}

/** Documents as the model is shown them. JSON keeps what is in one of them from passing for another. */
export function listed(documents: Document[]): string[] {
  return documents.map(({ title, content }, i) => JSON.stringify({ number: i + 1, title, content }));
}

/** The documents for which there was room among the messages. */
export function shown(documents: Document[], messages: readonly { content: string }[]): Document[] {
  const context = messages.at(-2)?.content ?? '';
  return documents.filter((_, i) => context.includes(`{"number":${i + 1},`));
}

/** The answer without numbers of documents that do not exist, and what it cites. */
export function cited(answer: string, documents: Document[]): { answer: string; citations: Citation[] } {
  const numbers = new Set<number>();
  const clean = answer.replace(/ ?\[(\d+)\]/g, (mark, digits: string) => {
    const number = Number(digits);
    if (!documents[number - 1]) return '';
    numbers.add(number);
    return mark;
  });
  const citations = [...numbers].sort((a, b) => a - b).map((number) => {
    const { title, url } = documents[number - 1]!;
    return { number, title, ...(url !== undefined && { url }) };
  });
  return { answer: clean, citations };
}
