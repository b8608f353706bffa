import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isTree, type ConfigProblem, type ConfigTree, type Environment } from '@twinmcp/configuration';
import { errorMessage } from '@twinmcp/kernel';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { expandHome } from './data-directory.ts';

const MAX_FILE_BYTES = 1_048_576;

export interface ConfigFile {
  readonly source: string;
  readonly tree: ConfigTree;
  /** Line of a key, or of the nearest level above it that the file has. */
  lineOf(at: readonly (string | number)[]): number | null;
  readonly problems: readonly ConfigProblem[];
}

/** Files to read when none is named: `$TWINMCP_CONFIG` (a list), else `$XDG_CONFIG_HOME/twinmcp/config.yaml`. Never the working directory: a repository one happens to stand in must not configure the engine. */
export function defaultConfigFiles(env: Environment): { file: string; optional: boolean }[] {
  if (env.TWINMCP_CONFIG) return env.TWINMCP_CONFIG.split(path.delimiter).filter(Boolean).map((file) => ({ file: path.resolve(expandHome(file, env)), optional: false }));
  const base = env.XDG_CONFIG_HOME && path.isAbsolute(env.XDG_CONFIG_HOME) ? env.XDG_CONFIG_HOME : expandHome('~/.config', env);
  return [{ file: path.join(base, 'twinmcp', 'config.yaml'), optional: true }];
}

export function readConfigFile(file: string, optional = false): ConfigFile {
  const refused = (message: string, hint: string, line: number | null = null): ConfigFile => ({ source: file, tree: {}, lineOf: () => null, problems: [{ source: file, line, key: '', message, hint }] });
  let bytes: Buffer;
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return refused('is not a file', 'name a YAML file');
    if (stat.size > MAX_FILE_BYTES) return refused('is over 1 MiB', 'name a YAML file with settings');
    bytes = readFileSync(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && optional) return { source: file, tree: {}, lineOf: () => null, problems: [] };
    return missing ? refused('does not exist', 'check the path; config/hybrid_production.yaml is a commented example') : refused(`cannot be read: ${errorMessage(error)}`, 'check its permissions');
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('is not UTF-8', 'save it as UTF-8');
  }
  return parse(file, text, refused);
}

function parse(file: string, text: string, refused: (message: string, hint: string, line?: number | null) => ConfigFile): ConfigFile {
  const lines = new LineCounter();
  // Without `prettyErrors`: its messages quote the source, which may hold secrets.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({ source: file, line: lineAt(error.pos[0]), key: '', message: `is not valid YAML: ${error.message}`, hint: 'indent with two spaces, write key: value' }));
    return { source: file, tree: {}, lineOf: () => null, problems };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    return refused(`is not usable YAML: ${errorMessage(error)}`, 'write the values out instead of using aliases');
  }
  if (content === null || content === undefined) return { source: file, tree: {}, lineOf: () => null, problems: [] };
  if (!isTree(content)) return refused('holds no sections', 'write sections such as gateway: with keys below them', 1);
  return { source: file, tree: content, lineOf: (at) => lineOf(document, at, lineAt), problems: [] };
}

function lineOf(document: Document, at: readonly (string | number)[], lineAt: (offset: number) => number): number | null {
  for (let depth = at.length; depth > 0; depth--) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(at.slice(0, depth - 1), true);
    const name = at[depth - 1]!;
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(name)) : undefined;
    const node = (pair?.key ?? (typeof name === 'number' ? document.getIn(at.slice(0, depth), true) : undefined)) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lineAt(node.range[0]);
  }
  return null;
}
