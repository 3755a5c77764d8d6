// How much one replica takes on, and from whom.
interface Bucket {
  tokens: number;
  at: number;
}

const MINUTE = 60_000;
/** Callers that are remembered; who came longest ago is forgotten first. */
const MOST_CALLERS = 10_000;

const buckets = new Map<string, Bucket>();

/** Counts a request of the caller. 0 when it may come in, else the milliseconds until it may. */
export function admit(caller: string, perMinute: number, now = Date.now()): number {
  if (perMinute === 0) return MINUTE;
  const { tokens, at } = buckets.get(caller) ?? { tokens: perMinute, at: now };
  const left = Math.min(perMinute, tokens + ((now - at) * perMinute) / MINUTE);
  const admitted = left >= 1;
  // Taken out and put in again, the newest stand at the end.
  buckets.delete(caller);
  buckets.set(caller, { tokens: admitted ? left - 1 : left, at: now });
  for (const oldest of buckets.keys()) {
    if (buckets.size <= MOST_CALLERS) break;
    buckets.delete(oldest);
  }
  return admitted ? 0 : Math.max(1, Math.round(((1 - left) * MINUTE) / perMinute));
}
