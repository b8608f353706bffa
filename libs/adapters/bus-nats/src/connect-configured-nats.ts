import { connectNats, type NatsTransports } from './connect-nats.ts';
import { natsStatusLog, type StatusLogger } from './status-log.ts';

interface ConnectContext {
  readonly config: { readonly nats: { readonly servers: readonly string[]; readonly connect_timeout: number } };
  /** Shown in the server's list of connections. */
  readonly name: string;
  readonly logger: StatusLogger;
}

/**
 * The transports of a service process. The broker may start after the services, so this waits for it as long as it takes and
 * says so; what no waiting mends (refused credentials, no JetStream) fails.
 */
export function connectConfiguredNats({ config: { nats }, name, logger }: ConnectContext): Promise<NatsTransports> {
  return connectNats({ servers: nats.servers, name, attemptTimeoutMs: nats.connect_timeout, onStatus: natsStatusLog(logger) });
}
