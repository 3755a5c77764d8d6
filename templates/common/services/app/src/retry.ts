// One HTTP call, repeated when the failure is likely to pass.
import { setTimeout as sleep } from 'node:timers/promises';

export interface SendOptions {
  attempts?: number;
  /** Milliseconds for all attempts together, the pauses included. */
  budget?: number;
  signal?: AbortSignal;
}

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_PAUSE = 8_000;

/** The last response, whatever its status. Throws only when there was none. A redirect is returned, never followed. */
export async function send(url: URL | string, init: RequestInit = {}, options: SendOptions = {}): Promise<Response> {
  const { attempts = 4, budget = 30_000, signal } = options;
  const end = Date.now() + budget;
  const timeout = AbortSignal.timeout(budget);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;

  for (let attempt = 1; ; attempt++) {
    let response: Response | undefined;
    let failure: unknown;
    try {
      response = await fetch(url, { ...init, redirect: 'manual', signal: stop });
      if (!TRANSIENT.has(response.status)) return response;
    } catch (error) {
      if (stop.aborted) throw error;
      failure = error;
    }

    const pause = retryAfter(response) ?? backoff(attempt);
    if (attempt >= attempts || Date.now() + pause >= end) {
      if (response) return response;
      throw failure;
    }
    await response?.body?.cancel();
    await sleep(pause, undefined, { signal: stop });
  }
}

/** Milliseconds the server asks for: exactly, as Cosmos DB and Azure OpenAI do, or in seconds or as a date. */
export function retryAfter(response: Response | undefined): number | undefined {
  const exact = response?.headers.get('x-ms-retry-after-ms') ?? response?.headers.get('retry-after-ms');
  if (exact && Number(exact) >= 0) return Number(exact);
  const value = response?.headers.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  const pause = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}

/** Doubles, with jitter, so that many callers do not come back together. */
function backoff(attempt: number): number {
  return Math.min(LONGEST_PAUSE, 500 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}
