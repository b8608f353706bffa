/**
 * Writes libs/domain/libraries/src/built-ins/javascript.table.ts: what JavaScript and Node.js bring themselves. Which edition of
 * ECMAScript a member came with is the name of the declaration file of TypeScript that has it; since when Node.js has something
 * is what its declarations say (@types/node). Only what the Node.js that runs this really has is taken.
 *
 *   node tools/built-ins/javascript.mjs [--check]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TARGET = path.join(ROOT, 'libs/domain/libraries/src/built-ins/javascript.table.ts');
const require = createRequire(import.meta.url);
const NODE_TYPES = path.join(ROOT, 'node_modules/@types/node');
const has = (value, name) => value !== null && value !== undefined && (typeof value === 'object' || typeof value === 'function') && name in Object(value);
const NO_MEMBERS = new Set(['constructor', 'prototype', 'length', 'caller', 'arguments']);
const PLAIN = /^[A-Za-z][A-Za-z0-9]*$/;

/** The folder of TypeScript's own declarations; the compiler of version 7 has it in a package of its own for each system. */
function declarationFolder() {
  const scope = path.join(ROOT, 'node_modules/@typescript');
  const found = readdirSync(scope).filter((name) => name.startsWith('typescript-')).map((name) => path.join(scope, name, 'lib'));
  return found.find((folder) => readdirSync(folder).includes('lib.es2015.core.d.ts'));
}

/** Where a member of an interface is found at run time, as people write it. */
function placeOf(owner, member) {
  const target = { IteratorObject: 'Iterator', AsyncIteratorObject: 'AsyncIterator', IteratorObjectConstructor: 'Iterator', Int8Array: 'TypedArray', Int8ArrayConstructor: 'TypedArray' }[owner] ?? owner;
  if (target === 'TypedArray') return owner.endsWith('Constructor') ? (has(Int8Array, member) ? `TypedArray.${member}` : null) : has(Int8Array.prototype, member) ? `TypedArray.prototype.${member}` : null;
  const bare = target.replace(/Constructor$/, '');
  const value = globalThis[bare];
  if (value === undefined) return null;
  if (target !== bare || typeof value !== 'function') return has(value, member) ? `${bare}.${member}` : null;
  return has(value.prototype, member) ? `${bare}.prototype.${member}` : null;
}

function ecmaScript() {
  const since = new Map();
  const add = (name, edition) => { if (name !== null && !(since.get(name) <= edition)) since.set(name, edition); };
  const folder = declarationFolder();
  for (const file of readdirSync(folder)) {
    const edition = file === 'lib.es5.d.ts' ? 5 : Number(/^lib\.es(20\d\d)\./.exec(file)?.[1] ?? Number.NaN);
    if (!Number.isFinite(edition)) continue;
    let owner = null;
    let comment = '';
    for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
      if (/^\s*\/\*\*/.test(line)) comment = '';
      const isComment = /^\s*(?:\/\*|\*)/.test(line);
      if (isComment) comment += line;
      const isDeprecated = !isComment && /@deprecated/.test(comment);
      if (!isComment) comment = '';
      const opened = /^\s*(?:declare )?(?:interface|namespace) (\w+)/.exec(line);
      if (opened) owner = opened[1];
      else if (line === '}') owner = null;
      const global = /^declare (?:var|const|function) (\w+)/.exec(line) ?? /^    (?:var|const) (\w+):/.exec(owner === null ? line : '');
      if (global && has(globalThis, global[1])) add(global[1], edition);
      if (owner === null) continue;
      const member = /^ {4,8}(?:readonly |function |var |const |get )*(\w+)\??\s*[<(:]/.exec(line)?.[1];
      if (member && !isDeprecated && PLAIN.test(member) && !NO_MEMBERS.has(member)) add(placeOf(owner, member), edition);
    }
  }
  for (const other of ['Float16Array', 'Uint8Array', 'Float64Array', 'Int16Array', 'Int32Array', 'Uint16Array', 'Uint32Array', 'Float32Array', 'Uint8ClampedArray', 'BigInt64Array', 'BigUint64Array']) for (const name of since.keys()) if (name.startsWith(`${other}.`)) since.delete(name);
  return since;
}

/** Since when, and which standards and commands a comment names, of everything that declarations of a module say. */
function told() {
  const found = new Map();
  const files = readdirSync(NODE_TYPES, { recursive: true }).filter((file) => file.endsWith('.d.ts') && !/^ts\d/.test(file));
  for (const file of files) {
    let module = 'global';
    let comment = '';
    let open = false;
    for (const line of readFileSync(path.join(NODE_TYPES, file), 'utf8').split('\n')) {
      const declared = /^\s*declare (?:module "(?:node:)?([\w/]+)"|global)/.exec(line) ?? /^\s+global \{/.exec(line);
      if (declared) module = declared[1] ?? 'global';
      if (/^\s*\/\*\*/.test(line)) [comment, open] = ['', true];
      if (open) comment += `${line}\n`;
      if (/\*\/\s*$/.test(line)) open = false;
      const name = /^\s+(?:export )?(?:declare )?(?:abstract )?(?:function|class|const|var|let) (\w+)/.exec(line)?.[1];
      if (open || !name) { if (!open && !/^\s*(\*|\/)/.test(line) && line.trim() !== '') comment = name ? comment : ''; continue; }
      const versions = [...(/@since ([^\n*]+)/.exec(comment)?.[1] ?? '').matchAll(/v(\d+)\.(\d+)\.(\d+)/g)].map((match) => match[0]).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
      const marks = [...new Set([...comment.matchAll(/RFC[ -]?(\d{3,5})/gi)].map(([, number]) => `rfc${number}`))].slice(0, 3);
      const key = `${module}.${name}`;
      const known = found.get(key);
      const deprecated = /@deprecated/.test(comment);
      // An overload may be deprecated alone.
      if (!known || (known.since === '' && versions.length > 0) || (known.deprecated && !deprecated)) found.set(key, { deprecated: deprecated && (known?.deprecated ?? true), since: versions[0] ?? '', marks: marks.length > 0 ? marks : (known?.marks ?? []) });
      comment = '';
    }
  }
  return found;
}

function node(ecma) {
  const comments = told();
  const rows = new Map();
  const names = [...builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:')), 'test', 'sqlite', 'sea'].filter((name) => !/^(?:v8|trace_events|inspector|wasi|constants|sys|process|module)(?:\/|$)/.test(name));
  for (const name of [...new Set(names)].sort()) {
    let exported;
    try { exported = require(`node:${name}`); } catch { continue; }
    const prefixed = ['test', 'sqlite', 'sea'].includes(name) || name.startsWith('test/');
    rows.set(prefixed ? `node:${name}` : name, Object.keys(exported).filter((member) => PLAIN.test(member) && typeof exported[member] === 'function' && member !== 'default' && !comments.get(`${name}.${member}`)?.deprecated).sort().map((member) => [member, comments.get(`${name}.${member}`)]));
  }
  const globals = Object.getOwnPropertyNames(globalThis).filter((name) => PLAIN.test(name) && !ecma.has(name) && !['global', 'GLOBAL', 'root', 'require', 'SuppressedError', 'DisposableStack', 'AsyncDisposableStack'].includes(name));
  rows.set('', globals.sort().map((name) => [name, comments.get(`global.${name}`)]));
  // What hangs on a class itself: Buffer.isBuffer, AbortSignal.timeout.
  for (const name of globals) {
    const value = globalThis[name];
    const own = typeof value === 'function' && /^[A-Z]/.test(name) ? Object.getOwnPropertyNames(value).filter((member) => PLAIN.test(member) && typeof value[member] === 'function' && !NO_MEMBERS.has(member)).sort() : [];
    if (own.length > 0) rows.set(name, own.map((member) => [member, undefined]));
  }
  return rows;
}

const written = (name, { since = '', marks = [] } = {}) => `${name}${since === '' ? '' : `@${since.replace(/^v/, '').replace(/\.0$/, '')}`}${marks.map((mark) => `#${mark}`).join('')}`;

const ecma = ecmaScript();
const byOwner = new Map();
for (const [name, edition] of [...ecma].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const at = name.lastIndexOf('.');
  const owner = at < 0 ? '' : name.slice(0, at);
  byOwner.set(owner, [...(byOwner.get(owner) ?? []), `${name.slice(at + 1)}${edition === 5 ? '' : `@${edition}`}`]);
}
const lines = (rows) => rows.map(([owner, members]) => `${owner}: ${members.join(' ')}`.trimEnd()).join('\n');
const text = `/** Written by tools/built-ins/javascript.mjs from the declarations of TypeScript and Node.js: not by hand. \`owner: member@since\`, one owner a line; \`#\` names a standard. */

/** Since = the edition of ECMAScript; without one ES5 or before. */
export const ECMASCRIPT = \`
${lines([...byOwner])}
\`;

/** Since = the version of Node.js; without one nothing says. Members without an owner are global. */
export const NODE = \`
${lines([...node(ecma)].map(([owner, members]) => [owner, members.map(([member, about]) => written(member, about))]))}
\`;
`;
if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) { console.error('javascript.table.ts is not what the declarations give: run node tools/built-ins/javascript.mjs'); process.exitCode = 1; }
} else writeFileSync(TARGET, text);
