// Tells somebody outside that a result is there, if RESULT_WEBHOOK_URL says whom. Such an address holds a secret, so it
// comes from the key vault and is never logged.
import { send } from './retry.ts';
import { log, trackMetric } from './telemetry.ts';

/** Who cannot be told does not stop the work: the message in the queue tells the same. */
export async function notify(result: object): Promise<void> {
  const url = webhook();
  if (!url) return;
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await send(url, { method: 'POST', headers, body: JSON.stringify(result) }, { budget: 15_000 });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    log('warn', 'the webhook was not told', { host: url.host, reason });
    trackMetric('webhook_failures', 1);
  }
}

/** A reference to a secret that is not there, or not yet, arrives here as it is written. */
function webhook(): URL | undefined {
  const value = process.env.RESULT_WEBHOOK_URL ?? '';
  if (value === '' || value.startsWith('@Microsoft.KeyVault')) return undefined;
  const url = URL.parse(value);
  if (url?.protocol === 'https:') return url;
  log('warn', 'RESULT_WEBHOOK_URL is no https address: nobody is told');
  return undefined;
}
