import { execFile } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import { errorMessage } from '@twinmcp/kernel';
import { missing, note, ok, type Check } from './check.ts';

const NEEDED_NODE = 24;

export function checkNode(version = process.versions.node): Check {
  return Number(version.split('.')[0]) >= NEEDED_NODE ? ok('Node', `v${version}`) : missing('Node', `v${version} is too old`, `Run "npm ci" in the clone (it brings Node ${NEEDED_NODE}), or install Node ${NEEDED_NODE}.`);
}

/** The index needs SQLite with full-text search; both come with Node. */
export function checkSqlite(): Check {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec('CREATE VIRTUAL TABLE probe USING fts5(text)');
    const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
    return ok('SQLite', `${version} with full-text search`);
  } catch (error) {
    return missing('SQLite', errorMessage(error), 'This Node is built without FTS5: use the one that "npm ci" brings.');
  } finally {
    database.close();
  }
}

const SAMPLES: readonly (readonly [file: string, source: string])[] = [
  ['a.ts', 'export function probe(): void {}\n'], ['a.tsx', 'export const Probe = () => <p />;\n'], ['a.js', 'function probe() {}\n'], ['a.py', 'def probe():\n    pass\n'], ['a.go', 'package a\n\nfunc probe() {}\n'],
  ['a.rs', 'fn probe() {}\n'], ['A.java', 'class Probe {}\n'], ['a.c', 'int probe(void) { return 0; }\n'], ['a.cpp', 'class Probe {};\n'], ['a.cs', 'class Probe {}\n'], ['a.rb', 'def probe\nend\n'], ['a.php', '<?php\nfunction probe() {}\n'],
  ['a.scala', 'object Probe {}\n'], ['a.kt', 'class Probe\n'], ['a.lua', 'function probe() end\n'], ['a.sh', 'probe() { true; }\n'], ['a.md', '# Probe\n'],
];

/** Parses a line of each language: a grammar that does not load shows as text. */
export async function checkGrammars(): Promise<Check> {
  const analyzer = new TreeSitterAnalyzer({ poolSize: 1 });
  try {
    const broken: string[] = [];
    for (const [file, source] of SAMPLES) {
      const { quality, language } = await analyzer.analyze({ path: file, content: new TextEncoder().encode(source) });
      if (quality !== 'full') broken.push(`${language} (${file})`);
    }
    return broken.length === 0 ? ok('Grammars', SAMPLES.map(([file]) => file.slice(2)).join(' ')) : missing('Grammars', `not usable: ${broken.join(', ')}`, 'Run "npm ci" again: files of the grammar packages are missing.');
  } catch (error) {
    return missing('Grammars', errorMessage(error), 'Run "npm ci" again: files of the grammar packages are missing.');
  } finally {
    await analyzer.close();
  }
}

export function checkGit(path: string | undefined): Promise<Check> {
  return new Promise((resolve) => {
    execFile('git', ['--version'], { env: { PATH: path }, timeout: 5_000 }, (error, stdout) => {
      resolve(error ? note('git', 'not found', 'Install git: without it answers carry no commit, and git URLs cannot be indexed.') : ok('git', stdout.trim().replace('git version ', '')));
    });
  });
}
