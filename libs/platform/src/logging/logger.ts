import type { LiveConfig } from '@twinmcp/configuration';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { currentCallScope } from '../messaging/call-scope.ts';
import { prettyStream } from './pretty-stream.ts';
import { redactText, redactValue } from './redact.ts';

export interface LoggerOptions {
  readonly config: LiveConfig;
  readonly service?: string;
  /** Where lines go. Default: standard error, because standard output may carry MCP. */
  readonly stream?: DestinationStream;
}

/** Structured log with secrets removed and the trace of the current call in each line. The level follows the configuration. */
export function createLogger({ config, service, stream }: LoggerOptions): Logger {
  const sink = stream ?? destination({ fd: 2, sync: true });
  const logger = pino(
    {
      level: config.current.logging.level,
      base: service ? { service } : null,
      timestamp: config.current.logging.format === 'pretty' ? stdTimeFunctions.epochTime : stdTimeFunctions.isoTime,
      formatters: { log: (facts) => redactValue(facts) as Record<string, unknown>, ...(config.current.logging.format === 'json' ? { level: (label: string) => ({ level: label }) } : {}) },
      serializers: { err: (error: unknown) => error }, // `formatters.log` has dealt with it
      hooks: {
        logMethod(args, method) {
          method.apply(this, clean(args) as Parameters<typeof method>);
        },
      },
      mixin: () => {
        const scope = currentCallScope();
        // Named as OpenTelemetry names them in logs that are no OTLP.
        return scope ? { trace_id: scope.traceparent.slice(3, 35), span_id: scope.traceparent.slice(36, 52), tenant: scope.tenant } : {};
      },
    },
    config.current.logging.format === 'pretty' ? prettyStream(sink) : sink,
  );
  // pino writes what a child carries as it is, whatever the formatters.
  const { child } = logger;
  logger.child = function (this: Logger, bindings, options) {
    return child.call(this, redactValue(bindings) as Record<string, unknown>, options);
  } as typeof child;
  followLevel(logger, config);
  return logger;
}

/** Texts without secrets; an error given alone gets its cleaned message as the line's, where pino would take the raw one. */
function clean(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args;
  const texts = rest.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg));
  if (typeof first === 'string') return [redactText(first), ...texts];
  const facts = first instanceof Error ? { err: first } : first;
  const error = (facts as { err?: unknown } | null)?.err;
  return texts.length === 0 && error instanceof Error ? [facts, redactText(error.message)] : [facts, ...texts];
}

export function followLevel(logger: Logger, config: LiveConfig): () => void {
  logger.level = config.current.logging.level;
  return config.onChange((current) => (logger.level = current.logging.level));
}
