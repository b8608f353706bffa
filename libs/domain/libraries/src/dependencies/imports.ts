import type { Ecosystem } from '@twinmcp/contracts';
import { normalName } from '../python/parse-requirement.ts';

/** Modules that come with the language; `node:` and subpaths are seen to. */
const NODE = new Set('assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib bun deno'.split(' '));
const PYTHON = new Set('__future__ _thread abc aifc argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nis nntplib ntpath numbers operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo'.split(' '));

/** The package that an import of JavaScript or TypeScript means; null for built-in modules, relative paths and aliases of bundlers. */
export function npmPackageOf(module: string): string | null {
  if (/^(node|bun|deno|jsr|https?|data|file|virtual|npm):/.test(module) || /^[./#~]/.test(module) || module === '') return null;
  const parts = module.split('/');
  if (module.startsWith('@')) return parts.length > 1 && parts[0]!.length > 1 ? `${parts[0]}/${parts[1]}` : null;
  return NODE.has(parts[0]!) || !/^[a-z0-9][\w.-]*$/i.test(parts[0]!) ? null : parts[0]!;
}

export interface DeclaredForImports {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly scope: string;
  readonly manifest: string;
  readonly hasBin: boolean;
}

export interface UnusedDependency {
  readonly name: string;
  readonly ecosystem: Ecosystem;
  readonly manifest: string;
  readonly scope: string;
  /** likely: nothing imports it; possible: it may be run by a script or named in a configuration file. */
  readonly certainty: 'likely' | 'possible';
  readonly reason: string;
}

export interface ImportUse {
  readonly module: string;
  readonly files: number;
  readonly language: 'javascript' | 'python' | 'go' | 'rust' | 'other';
}

export interface ImportCheckInput {
  readonly imports: readonly ImportUse[];
  readonly declared: readonly DeclaredForImports[];
  /** Names of the project's own packages. */
  readonly own: ReadonlySet<string>;
  /** Text of the scripts of all manifests. */
  readonly scripts: string;
  /** Names under which a Python package is imported, where that is known; its own name always counts. */
  readonly importNames?: (name: string) => readonly string[];
}

/** Declared and not imported, imported and not declared. */
export function checkImports({ imports, declared, own, scripts, importNames }: ImportCheckInput): { unused: UnusedDependency[]; missing: { name: string; ecosystem: Ecosystem; files: number }[] } {
  const npm = new Map<string, number>();
  const python = new Map<string, number>();
  const go = new Map<string, number>();
  const rust = new Map<string, number>();
  for (const { module, files, language } of imports) {
    const add = (to: Map<string, number>, name: string | null) => name !== null && to.set(name, (to.get(name) ?? 0) + files);
    if (language === 'javascript') add(npm, npmPackageOf(module));
    else if (language === 'python') add(python, module.startsWith('.') ? null : module.split('.')[0]!);
    else if (language === 'go') add(go, module);
    else if (language === 'rust') add(rust, module.split('::')[0]!);
  }
  const pythonNames = (name: string) => new Set([...(importNames?.(name) ?? []), normalName(name).replaceAll('-', '_')].map((one) => one.toLowerCase()));
  const isUsed = ({ ecosystem, name }: DeclaredForImports): boolean => {
    if (ecosystem === 'npm') return npm.has(name) || (name.startsWith('@types/') && (npm.has(name.slice(7).replace('__', '/').replace(/^(?=[^@]*\/)/, '@')) || name === '@types/node'));
    if (ecosystem === 'pypi') return [...python.keys()].some((module) => pythonNames(name).has(module.toLowerCase()) || normalName(module) === normalName(name.replace(/^python-|^py(?=[a-z]{3})/i, '')));
    if (ecosystem === 'go') return [...go.keys()].some((module) => module === name || module.startsWith(`${name}/`));
    return ecosystem === 'cargo' ? rust.has(name.replaceAll('-', '_')) : true; // classes of the JVM do not name the artifact they come from
  };
  const languages = new Set([...(npm.size > 0 ? ['npm'] : []), ...(python.size > 0 ? ['pypi'] : []), ...(go.size > 0 ? ['go'] : []), ...(rust.size > 0 ? ['cargo'] : [])]);
  const unused = declared.filter((one) => languages.has(one.ecosystem) && !own.has(one.name) && one.scope !== 'peer' && !isUsed(one)).map((one): UnusedDependency => {
    const named = scripts.includes(one.name);
    // Paths name crates without an import; packages of a namespace are imported by what comes behind it, which is not told.
    const unsaid = one.ecosystem === 'cargo' ? 'nothing imports it by `use`; code may name it by its path' : one.ecosystem === 'pypi' && /[-_.]/.test(one.name) && python.has(one.name.split(/[-_.]/)[0]!.toLowerCase()) ? 'nothing imports it by its name; it may be in a namespace that is imported' : null;
    const tool = unsaid !== null || one.scope === 'development' || one.hasBin || named || one.name.startsWith('@types/');
    return { name: one.name, ecosystem: one.ecosystem, manifest: one.manifest, scope: one.scope, certainty: tool ? 'possible' : 'likely', reason: named ? 'nothing imports it, but a script names it' : one.hasBin ? 'nothing imports it; it brings a command' : unsaid !== null && (one.scope !== 'development' || one.ecosystem === 'cargo') ? unsaid : tool ? 'nothing imports it; tools are often named in configuration only' : 'nothing in the index imports it' };
  });
  const names = new Set(declared.map(({ ecosystem, name }) => `${ecosystem} ${ecosystem === 'pypi' ? normalName(name) : name}`));
  const missing = [...npm].filter(([name]) => !names.has(`npm ${name}`) && !names.has(`npm @types/${name.replace(/^@/, '').replace('/', '__')}`) && !own.has(name)).map(([name, files]) => ({ name, ecosystem: 'npm' as const, files }));
  const declaredPython = new Set(declared.filter(({ ecosystem }) => ecosystem === 'pypi').flatMap(({ name }) => [...pythonNames(name)]));
  if (declaredPython.size > 0) missing.push(...[...python].filter(([name]) => !PYTHON.has(name) && !name.startsWith('_') && !declaredPython.has(name.toLowerCase()) && !names.has(`pypi ${normalName(name)}`) && !own.has(name)).map(([name, files]) => ({ name, ecosystem: 'pypi' as never, files })));
  return { unused: unused.sort((a, b) => Number(a.certainty === 'possible') - Number(b.certainty === 'possible')), missing: missing.sort((a, b) => b.files - a.files) };
}
