// How the Functions host calls: its trace goes on in the handler, and what the handler throws makes it try again.
import type { InvocationContext, TriggerMetadata } from '@azure/functions';
import { startTrace, withTrace } from './telemetry.ts';

export type Handler<Input> = (input: Input, metadata: TriggerMetadata) => Promise<void>;

/** With the pause after it, less than functionTimeout in host.json: what hangs ends with a reason. */
const LONGEST = 12 * 60_000;

export function invoke<Input>(handler: Handler<Input>): (input: Input, context: InvocationContext) => Promise<void> {
  return async (input, { traceContext, triggerMetadata = {} }) => {
    const trace = startTrace(traceContext?.traceParent, traceContext?.traceState, AbortSignal.timeout(LONGEST));
    // The host reports the function itself; calls hang on what it reports.
    if (trace.parentId) trace.spanId = trace.parentId;
    await withTrace(trace, () => handler(input, triggerMetadata));
  };
}
