// Brings the tables of the mesh to this release and ends: what the chart runs before a new version starts. Exit code 0 = done or nothing
// to do, 1 = not done and the tables are as they were. A database that does not answer yet is waited for.
import { errorMessage, isDomainError, sleep } from '@twinmcp/kernel';
import { configOrExit, createLogger } from '@twinmcp/platform';
import { openDatabase } from '@twinmcp/postgres';

const WAIT_MS = 120_000;
const config = configOrExit('library-resolution');
const logger = createLogger({ config, service: 'library-resolution' });
const { url } = config.current.database;

async function migrate(): Promise<number> {
  if (url === '') {
    logger.info('database.url is empty: there is nothing to bring up to date');
    return 0;
  }
  for (const end = Date.now() + WAIT_MS; ; await sleep(2_000)) {
    try {
      const database = await openDatabase({ url, dataDir: config.current.data_dir });
      await database.close();
      logger.info('the tables are those of this release');
      return 0;
    } catch (error) {
      const waits = isDomainError(error) && error.details?.['temporary'] === true && Date.now() < end;
      logger[waits ? 'warn' : 'fatal']({ error: errorMessage(error) }, waits ? 'the database does not answer yet: waiting' : 'the tables could not be brought up to date');
      if (!waits) return 1;
    }
  }
}

process.exitCode = await migrate();
config.close();
