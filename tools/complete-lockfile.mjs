// Adds to package-lock.json the entries of optional packages for other platforms.
//   node tools/complete-lockfile.mjs [--check]
// `npm install` leaves them out when the registry it asks does not have them (a mirror of one platform, npm/cli#4828), and
// `npm ci` then refuses the whole file, everywhere. The entries say what npm needs to skip or fetch them: version, os, cpu.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32', 'windows'];
const CPU = { x64: 'x64', arm64: 'arm64', aarch64: 'arm64', armv7: 'arm', armv7a: 'arm', arm: 'arm', ia32: 'ia32', ppc64: 'ppc64', ppc64le: 'ppc64', riscv64: 'riscv64', s390x: 's390x', loong64: 'loong64', wasm32: 'wasm32' };

/** Lock path → entry, for every optional dependency that the lock names but does not hold. */
export function missingEntries(lock) {
  const missing = new Map();
  for (const [folder, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (places(folder, name).some((place) => Object.hasOwn(lock.packages, place))) continue;
      const platform = platformOf(name);
      if (platform) missing.set(`node_modules/${name}`, sorted({ version: range.replace(/^[\^~=v]+/, ''), ...(entry.dev ? { dev: true } : {}), optional: true, ...platform, ...(entry.license ? { license: entry.license } : {}) }));
    }
  }
  return missing;
}

/** Dependencies that a package.json names and the lock's copy of it does not, or the other way round. */
export function staleManifests(lock, readManifest) {
  const stale = [];
  for (const [folder, entry] of Object.entries(lock.packages)) {
    if (folder.includes('node_modules/')) continue;
    const manifest = readManifest(folder);
    for (const section of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
      const [wanted, locked] = [manifest?.[section] ?? {}, entry[section] ?? {}];
      const names = [...new Set([...Object.keys(wanted), ...Object.keys(locked)])].filter((name) => wanted[name] !== locked[name]);
      stale.push(...names.map((name) => `${folder || '.'}: ${section}.${name} is ${wanted[name] ?? 'absent'}, locked as ${locked[name] ?? 'absent'}`));
    }
  }
  return stale;
}

function places(folder, name) {
  const found = [];
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/')))) {
    const base = at.replace(/\/$/, '');
    found.push(base ? `${base}/node_modules/${name}` : `node_modules/${name}`);
    if (base === '') return found;
    if (!at.includes('node_modules/')) return [...found, `node_modules/${name}`];
  }
}

function platformOf(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split(/[-_]/);
  const os = words.find((word) => OS.includes(word));
  const cpu = words.map((word) => CPU[word]).find(Boolean);
  if (!os || !cpu) return null;
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : null;
  return { os: [os === 'windows' ? 'win32' : os], cpu: [cpu], ...(os === 'linux' && libc && cpu !== 'arm' ? { libc: [libc] } : {}) };
}

function sorted(entry) {
  const { version, ...rest } = entry;
  return { version, ...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  if (process.argv.includes('--check')) {
    for (const name of missing.keys()) console.error(`package-lock.json lacks ${name}`);
    process.exitCode = missing.size > 0 ? 1 : 0;
  } else if (missing.size > 0) {
    const all = [...Object.entries(lock.packages), ...missing];
    // npm's order: by path, compared like a person would (ignoring case and punctuation).
    lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`added ${missing.size} entries`);
  }
}
