import type { ServiceName } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import type { Logger } from 'pino';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A start that takes no longer opens no port twice. */
const GRACE_MS = 250;

interface Start {
  readonly service: ServiceName;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
}

/**
 * Runs `start` and, once that takes long, answers on the address of the service meanwhile: alive, not ready. An
 * orchestrator must be able to tell a process that waits for another from one that hangs.
 */
export async function answeringNotReady<T>(context: Start, start: () => Promise<T>): Promise<T> {
  let opening: Promise<Server | null> | undefined;
  const timer = setTimeout(() => (opening = open(context)), GRACE_MS);
  try {
    return await start();
  } finally {
    clearTimeout(timer);
    const server = await opening;
    if (server) {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }
  }
}

async function open({ service, host, port, logger }: Start): Promise<Server | null> {
  const server = createServer((request, response) => {
    const live = request.url === '/health/live';
    response.writeHead(live ? 200 : 503, { 'content-type': 'application/json', connection: 'close', 'retry-after': '1' });
    response.end(JSON.stringify(live ? { status: 'alive' } : { status: 'not-ready', reason: `${service} is starting` }));
  });
  try {
    await once(server.listen(port, host), 'listening');
    return server;
  } catch (error) {
    // The start itself fails of it later, with the setting to change.
    logger.warn({ host, port, reason: errorMessage(error) }, 'the health port cannot be opened');
    return null;
  }
}
