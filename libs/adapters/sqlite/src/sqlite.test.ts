import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, moveDatabase, removeDatabase, sqliteFailure, storageFull, storageUnavailable, transaction } from './index.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'sqlite-'))));
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});
const file = () => path.join(folder, 'deep', 'a.db');
const failureOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return sqliteFailure(error);
  }
  return 'nothing failed';
};

it('makes the folder for this user alone, and a database with a log', () => {
  const database = connect(file());
  database.exec('CREATE TABLE t (x)');
  expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700);
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(readdirSync(path.dirname(file())).sort()).toEqual(['a.db', 'a.db-shm', 'a.db-wal']);
  database.close();
});

it('tells what went wrong', () => {
  const database = connect(file(), { maxBytes: 16 * 4096 });
  database.exec('CREATE TABLE t (x)');
  expect(failureOf(() => database.prepare('INSERT INTO t VALUES (zeroblob(1000000))').run())).toBe('full');
  const other = connect(file(), { timeoutMs: 0 });
  database.exec('BEGIN IMMEDIATE');
  expect(failureOf(() => other.exec('BEGIN IMMEDIATE'))).toBe('busy');
  expect(failureOf(() => other.exec('SELECT nothing'))).toBeNull();
  for (const one of [database, other]) one.close();
  const garbage = path.join(folder, 'garbage.db');
  writeFileSync(garbage, 'this is no database, whatever its name says. '.repeat(200));
  expect(failureOf(() => connect(garbage))).toBe('damaged');
  expect(failureOf(() => connect(folder))).toBe('not-writable');
  expect(failureOf(() => writeFileSync(path.join(folder, 'not', 'there'), ''))).toBeNull();
  for (const nothing of [null, undefined, 'text', new Error('x')]) expect(sqliteFailure(nothing)).toBeNull();
});

it('has words for them that say what to do', () => {
  const cause = new Error('disk I/O error');
  expect(storageFull('/d/a.db', cause)).toMatchObject({ code: 'storage-full', message: expect.stringContaining('/d/a.db'), cause });
  expect(storageUnavailable('the index', 'io', cause)).toMatchObject({ code: 'unavailable', message: expect.stringContaining('quota') });
  expect(storageUnavailable('the index', 'busy', cause)).toMatchObject({ code: 'unavailable', message: 'another process uses the index' });
});

it('takes back what a failed transaction did', () => {
  const database = connect(file());
  database.exec('CREATE TABLE t (x)');
  expect(() => transaction(database, () => {
    database.exec('INSERT INTO t VALUES (1)');
    throw new Error('no');
  })).toThrow('no');
  expect(transaction(database, () => database.prepare('SELECT count(*) AS n FROM t').get(), 'DEFERRED')).toEqual({ n: 0 });
  database.close();
});

it('moves and removes a database with its log', () => {
  const database = connect(file());
  database.exec('CREATE TABLE t (x)');
  const target = path.join(folder, 'moved.db');
  writeFileSync(`${target}-wal`, 'of another database');
  database.close();
  writeFileSync(`${file()}-shm`, '');
  moveDatabase(file(), target);
  expect([existsSync(file()), existsSync(target), existsSync(`${target}-wal`), existsSync(`${target}-shm`)]).toEqual([false, true, false, true]);
  removeDatabase(target);
  expect(readdirSync(folder)).toEqual(['deep']);
});
