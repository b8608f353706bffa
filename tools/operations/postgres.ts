import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

const DUMP = 'database.dump';

/** One consistent dump of the database that the URL names, without owners: it can go to another user. */
export async function backUpPostgres(url: string, folder: string): Promise<string[]> {
  await run('pg_dump', url, ['--format=custom', '--no-owner', '--no-privileges', `--file=${path.join(folder, DUMP)}`]);
  const tables = await run('psql', url, ['--no-psqlrc', '--tuples-only', '--no-align', '--command', `select schemaname || '.' || tablename from pg_tables where ${OWN_SCHEMAS} order by 1`]);
  return tables.split('\n').filter(Boolean);
}

export async function postgresIsEmpty(url: string): Promise<boolean> {
  return (await run('psql', url, ['--no-psqlrc', '--tuples-only', '--no-align', '--command', `select count(*) from pg_tables where ${OWN_SCHEMAS}`])).trim() === '0';
}

/** All or nothing: in one transaction. */
export async function restorePostgres(url: string, folder: string, replace: boolean): Promise<void> {
  await run('pg_restore', url, ['--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error', ...(replace ? ['--clean', '--if-exists'] : []), `--dbname=${decodeURIComponent(new URL(url).pathname.slice(1))}`, path.join(folder, DUMP)]);
}

const OWN_SCHEMAS = "schemaname not in ('pg_catalog', 'information_schema')";

/** The connection goes through the environment: arguments can be read by everybody on the machine. */
function run(program: string, url: string, args: readonly string[]): Promise<string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const env = {
    ...process.env, PGHOST: hostname.replace(/^\[|\]$/g, ''), PGPORT: port || '5432', PGDATABASE: decodeURIComponent(pathname.slice(1)) || 'postgres', PGCONNECT_TIMEOUT: '10',
    ...(username && { PGUSER: decodeURIComponent(username) }), ...(password && { PGPASSWORD: decodeURIComponent(password) }), ...(searchParams.get('sslmode') && { PGSSLMODE: searchParams.get('sslmode')! }),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(find(program), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.once('error', (cause: NodeJS.ErrnoException) => reject(new Error(cause.code === 'ENOENT' ? `${program} is not installed (Debian: postgresql-client), of the server's version or later` : cause.message)));
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program} failed: ${error.trim()}`))));
  });
}

/** On the PATH, else the newest of Debian's folders. */
function find(program: string): string {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => folder && existsSync(path.join(folder, program)));
  return onPath ? program : (globSync(`/usr/lib/postgresql/*/bin/${program}`).sort().at(-1) ?? program);
}
