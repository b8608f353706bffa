import { errorMessage, isDomainError, withTimeout } from '@twinmcp/kernel';
import { createLogger } from '../logging/logger.ts';
import { startService, type ServiceDefinition } from './start-service.ts';

/** What closing may take beyond the time that work in hand gets. */
const CLOSE_GRACE_MS = 5_000;

/**
 * Main of a mesh process. SIGTERM or SIGINT drains and exits 0; a second signal exits at once with 1; a failed start, an
 * unhandled rejection or an uncaught exception is logged and exits 1.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const logger = definition.logger ?? createLogger({ config: definition.config, service: definition.service });
  const die = (message: string) => (error: unknown) => {
    logger.fatal({ err: error }, isDomainError(error) ? `${message}: ${error.message}` : message);
    process.exit(1);
  };
  process.on('unhandledRejection', die('a promise was rejected and nobody handled it'));
  process.on('uncaughtException', die('an exception was thrown and nobody caught it'));

  let running: Awaited<ReturnType<typeof startService>> | undefined;
  let signalled = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (signalled) {
      logger.warn({ signal }, 'told twice to stop: exiting at once');
      process.exit(1);
    }
    signalled = true;
    if (!running) process.exit(0); // still starting: nothing is in hand
    logger.info({ signal }, 'stopping: work in hand is finished first');
    const limit = running.config.current.services.drain_timeout + CLOSE_GRACE_MS;
    withTimeout(running.stop(), limit, 'stopping').then(
      () => (logger.info('stopped'), process.exit(0)),
      (error: unknown) => (logger.error({ error: errorMessage(error) }, 'could not stop in order'), process.exit(1)),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);

  running = await startService({ ...definition, logger }).catch(die(`${definition.service} could not start`));
}
