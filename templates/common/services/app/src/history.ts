// Conversations in Cosmos DB. They belong to one user of one tenant, whose ids are their partition key (/tenantId, /userId)
// and never come from the body of a request.
import { randomUUID } from 'node:crypto';
import { find, remove, save, type Partition } from './cosmos.ts';

export interface Owner {
  tenantId: string;
  id: string;
}

export interface Turn {
  question: string;
  answer: string;
}

export interface Conversation {
  id: string;
  title: string;
  /** When it began. */
  at: string;
}

const LONGEST_TITLE = 80;
const CONVERSATIONS = "SELECT c.id, c.title, c.at FROM c WHERE c.kind = 'conversation' ORDER BY c.at DESC";
const TURNS = "SELECT c.question, c.answer FROM c WHERE c.kind = 'turn' AND c.conversation = @conversation ORDER BY c.at DESC";
const ALL = 'SELECT c.id FROM c WHERE c.conversation = @conversation OR c.id = @conversation';

/** The newest turns of a conversation, oldest first; none when it is not the owner's. */
export async function recall(owner: Owner, conversation: string, most = 20): Promise<Turn[]> {
  const turns = await find<Turn>(partitionOf(owner), TURNS, { conversation }, most);
  return turns.reverse();
}

/** Keeps a turn, in a new conversation when none is named. The id of the conversation. */
export async function remember(
  owner: Owner,
  conversation: string | undefined,
  question: string,
  answer: string,
): Promise<string> {
  const id = conversation ?? randomUUID();
  const at = new Date().toISOString();
  const keys = { tenantId: owner.tenantId, userId: owner.id };
  const turn = { id: randomUUID(), ...keys, kind: 'turn', conversation: id, at, question, answer };
  await save(partitionOf(owner), turn);
  if (conversation === undefined) {
    const title = Array.from(question).slice(0, LONGEST_TITLE).join('');
    await save(partitionOf(owner), { id, ...keys, kind: 'conversation', at, title });
  }
  return id;
}

/** The owner's conversations, newest first. */
export async function conversations(owner: Owner, most = 50): Promise<Conversation[]> {
  return find<Conversation>(partitionOf(owner), CONVERSATIONS, {}, most);
}

/** Removes a conversation and its turns. */
export async function forget(owner: Owner, conversation: string): Promise<void> {
  const partition = partitionOf(owner);
  const documents = await find<{ id: string }>(partition, ALL, { conversation }, Infinity);
  // The conversation last, so that an interrupted removal can be repeated.
  documents.sort((a, b) => Number(a.id === conversation) - Number(b.id === conversation));
  for (const { id } of documents) await remove(partition, id);
}

function partitionOf({ tenantId, id }: Owner): Partition {
  return [tenantId, id];
}
