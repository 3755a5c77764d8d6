// Messages to Service Bus over its REST interface: the output binding of Functions knows no message ids.
import { callOk, required } from './outbound.ts';

export const SERVICE_BUS = 'https://servicebus.azure.net';
export const WORK = 'work';
export const RESULTS_QUEUE = 'results';

/** Sends a message. The queue drops a second one of the same id, for as long as it remembers. */
export async function sendMessage(queue: string, id: string, body: unknown): Promise<void> {
  const response = await callOk(new URL(`${queue}/messages`, serviceBus()), {
    name: 'Send message',
    resource: SERVICE_BUS,
    method: 'POST',
    headers: { 'content-type': 'application/json', brokerproperties: JSON.stringify({ MessageId: id }) },
    body: JSON.stringify(body),
  });
  await response.body?.cancel();
}

/** The namespace, from the setting that the triggers use as well. */
export function serviceBus(): string {
  return `https://${required('ServiceBus__fullyQualifiedNamespace')}/`;
}
