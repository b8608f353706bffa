import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FileLiveConfig, type ConfigLog } from '../index.ts';

let folder: string;
let file: string;
let live: FileLiveConfig | undefined;
let logged: string[];
const log: ConfigLog = { info: (facts, message) => logged.push(`${message} ${JSON.stringify(facts)}`), warn: (facts, message) => logged.push(`${message} ${JSON.stringify(facts)}`) };
const start = () => (live = FileLiveConfig.start({ files: [file], env: { HOME: folder }, log, debounceMs: 20 }));
const level = (value: string) => `logging:\n  level: ${value}\n`;
const nextChange = (config: FileLiveConfig) => new Promise<number>((resolve) => config.onChange((_, revision) => resolve(revision)));
const until = async (condition: () => boolean) => {
  for (let i = 0; i < 200 && !condition(); i++) await wait(20);
  expect(condition()).toBe(true);
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-live-'));
  file = path.join(folder, 'config.yaml');
  logged = [];
  writeFileSync(file, level('info'));
});
afterEach(() => {
  live?.close();
  live = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('FileLiveConfig', () => {
  it('follows a file that is written in place', async () => {
    const config = start();
    const change = nextChange(config);
    writeFileSync(file, level('debug'));
    expect(await change).toBe(2);
    expect([config.current.logging.level, config.revision]).toEqual(['debug', 2]);
    expect(logged).toEqual([expect.stringMatching(/the configuration changed.*logging\.level/)]);
  });

  it('follows editors that rename a new file over the old one, again and again', async () => {
    const config = start();
    for (const value of ['debug', 'warn', 'error']) {
      const change = nextChange(config);
      writeFileSync(`${file}.new`, level(value));
      renameSync(`${file}.new`, file);
      await change;
      expect(config.current.logging.level).toBe(value);
    }
  });

  it('follows mounted configuration, where a directory link is swapped', async () => {
    for (const [name, value] of [['v1', 'info'], ['v2', 'debug']] as const) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'config.yaml'), level(value));
    }
    unlinkSync(file);
    symlinkSync('v1', path.join(folder, '..data'));
    symlinkSync('..data/config.yaml', file);
    const config = start();
    const change = nextChange(config);
    symlinkSync('v2', path.join(folder, '..data_tmp'));
    renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
    await change;
    expect(config.current.logging.level).toBe('debug');
  });

  it('keeps the values in force when the new ones are refused, and says why; then takes the mended ones', async () => {
    const config = start();
    writeFileSync(file, level('loud'));
    await until(() => logged.length === 1);
    expect(logged[0]).toMatch(/refused, the old one stays.*config\.yaml:2: logging\.level is not one of/);
    unlinkSync(file);
    await until(() => logged.length === 2);
    expect(logged[1]).toMatch(/does not exist/);
    expect([config.current.logging.level, config.revision]).toEqual(['info', 1]);
    const change = nextChange(config);
    writeFileSync(file, level('debug'));
    await change;
    expect(config.current.logging.level).toBe('debug');
  });

  it('reports what needs a restart and applies the rest', () => {
    const config = start();
    writeFileSync(file, `${level('debug')}gateway:\n  port: 4000\nnats:\n  servers: ['nats://u:hunter2@x:4222']\n`);
    expect(config.reload()).toEqual({ outcome: 'applied', needsRestart: ['gateway.port', 'nats.servers'] });
    expect([config.current.gateway.port, config.current.logging.level]).toEqual([3000, 'debug']);
    expect(logged[0]).toMatch(/needs restart.*gateway\.port.*nats\.servers/);
    expect(logged.join()).not.toContain('hunter2');
    writeFileSync(file, level('debug'));
    expect(config.reload()).toEqual({ outcome: 'unchanged', needsRestart: [] });
    expect(config.needsRestart).toEqual([]);
  });

  it('does not look when others are busy in the directory, and tells nobody when nothing changed', async () => {
    const config = start();
    let told = 0;
    config.onChange(() => told++);
    writeFileSync(file, `${level('info')}# only a comment\n`);
    writeFileSync(path.join(folder, 'other.txt'), 'x');
    await wait(150);
    expect([told, config.revision, logged]).toEqual([0, 1, []]);
  });

  it('tells the other listeners when one fails, and stops telling those that left', () => {
    const config = start();
    const told: string[] = [];
    config.onChange(() => { throw new Error('broken listener'); });
    config.onChange(({ logging }) => told.push(logging.level));
    config.onChange(() => told.push('left'))();
    writeFileSync(file, level('warn'));
    config.reload();
    expect(told).toEqual(['warn']);
    expect(logged).toEqual(expect.arrayContaining([expect.stringContaining('broken listener')]));
  });

  it('hands out values that nobody can change by mistake', () => {
    const config = start();
    expect(() => { config.current.logging.level = 'trace'; }).toThrow(TypeError);
  });

  it('refuses to start with a bad file', () => {
    writeFileSync(file, 'loging: {}\n');
    expect(start).toThrow(/config\.yaml:1: loging unknown key \(did you mean logging\?\)/);
  });
});

describe('SIGHUP', () => {
  it('is listened to once, by all configurations that are open, and no longer when they are closed', () => {
    const before = process.listenerCount('SIGHUP');
    const first = start();
    const second = FileLiveConfig.start({ files: [file], env: { HOME: folder } });
    expect(process.listenerCount('SIGHUP')).toBe(before + 1);
    writeFileSync(file, level('warn'));
    process.emit('SIGHUP');
    expect([first.current.logging.level, second.current.logging.level]).toEqual(['warn', 'warn']);
    second.close();
    first.close();
    expect(process.listenerCount('SIGHUP')).toBe(before);
  });
});
