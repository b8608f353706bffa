import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface Migration {
  /** `<14 digits>_<name>`: the order in which they are applied. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, as Prisma keeps it. */
  readonly checksum: string;
}

const OWN = fileURLToPath(new URL('../prisma/migrations/', import.meta.url));

/** Prisma's layout: one folder a migration, with `migration.sql` in it. */
export async function readMigrations(folder: string = OWN): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const wrong = names.find((name) => !/^\d{14}_[a-z0-9_]+$/.test(name));
  if (wrong !== undefined) throw new Error(`the migration ${wrong} is not named <14 digits>_<name>`);
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}/${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
