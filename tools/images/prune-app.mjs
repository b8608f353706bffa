// What one service needs at run time, in a folder of its own:
//   node tools/images/prune-app.mjs <service> <folder>
// Copies the build of the service and of the packages it depends on, and their production dependencies as npm laid them out. What no
// process reads (sources of grammars, prebuilt addons of other platforms, type declarations, source maps, manuals) stays behind.
// Prints one JSON object: packages and bytes. The Dockerfile calls it, and so does the test that starts each service from its tree.
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const [service, target] = process.argv.slice(2);
if (!service || !target) fail('usage: node tools/images/prune-app.mjs <service> <folder>');
const app = path.join(root, 'apps', service);
if (!existsSync(path.join(app, 'dist/main.js'))) fail(`${service} is not built, or no service: run npm run build`);
if (existsSync(target) && readdirSync(target).length > 0) fail(`${target} is not empty`);

/** Folders and files at the root of a package that no process reads; deeper down a folder of such a name may be code (`yaml/dist/doc`). */
const ROOT_ONLY = /^(?:\.bin|\.cache|\.github|__tests__|tests?|docs?|examples?|benchmarks?|tsconfig[^/]*\.json|binding\.gyp|CHANGELOG[^/]*|HISTORY[^/]*)$/i;
const ANYWHERE = /\.(?:d\.[cm]?ts|[cm]?ts|tsbuildinfo|map|md|markdown|c|h|cc|cpp|hpp|pdb|flow)$/i;
/** Grammar packages: the WebAssembly is what is loaded. */
const GRAMMAR = /(?:^|\/)tree-sitter-[^/]+$/;
const GRAMMAR_FILES = /(?:\.wasm|package\.json|LICENSE[^/]*)$/;

const copied = new Map(); // real folder of a package → its place in the target
visit(app, '');
console.log(JSON.stringify({ service, packages: copied.size, bytes: sizeOf(target) }));

/** The package in `folder`, at `place` below the target; then everything it depends on. */
function visit(folder, place) {
  const real = realpathSync(folder);
  if (copied.has(real)) return;
  copied.set(real, place);
  const manifest = JSON.parse(readFileSync(path.join(real, 'package.json'), 'utf8'));
  copyPackage(real, path.join(target, place), real.startsWith(path.join(root, 'libs')) || real === app);
  // An optional peer is a choice of whoever installs: onnxruntime-node alone is as large as all the rest.
  const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !manifest.peerDependenciesMeta?.[name]?.optional);
  const optional = { ...manifest.optionalDependencies, ...Object.fromEntries(peers.map((name) => [name, '*'])) };
  for (const name of Object.keys({ ...manifest.dependencies, ...optional })) {
    const found = resolve(name, real);
    if (found) visit(found.folder, found.place);
    else if (!(name in optional)) fail(`${manifest.name} needs ${name}, which is not installed: run npm ci`);
  }
}

/** Where Node would find it: `node_modules` of the package itself, then of each folder above. */
function resolve(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) {
      const at = path.relative(root, candidate);
      // Of a package of this repository: beside its place in the target, which differs from its place here.
      const owner = [...copied].find(([real]) => candidate.startsWith(`${real}${path.sep}node_modules${path.sep}`) && !real.includes('node_modules'));
      return { folder: candidate, place: owner ? path.join(owner[1], path.relative(owner[0], candidate)) : at };
    }
    if (folder === root || folder === path.dirname(folder)) return null;
  }
}

function copyPackage(from, to, own) {
  mkdirSync(to, { recursive: true });
  const grammar = GRAMMAR.test(from);
  cpSync(from, to, {
    recursive: true, dereference: false,
    filter: (file) => {
      const inside = path.relative(from, file);
      if (inside === '') return true;
      if (own) return inside === 'package.json' || inside === 'dist' || (inside.startsWith(`dist${path.sep}`) && !inside.endsWith('.map'));
      if (inside === 'node_modules') return false; // what of it is needed comes by itself
      if (lstatSync(file).isSymbolicLink()) return false;
      if (grammar) return lstatSync(file).isDirectory() ? !/^(?:src|prebuilds|bindings|queries|grammar|examples)$/.test(inside) : GRAMMAR_FILES.test(inside);
      if (inside.split(path.sep)[0] === 'prebuilds' && inside.split(path.sep).length === 2) return inside.includes(`${process.platform}-${process.arch}`);
      return (!ROOT_ONLY.test(inside) && !ANYWHERE.test(inside)) || /LICEN[CS]E|NOTICE/i.test(inside);
    },
  });
}

function sizeOf(folder) {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) if (entry.isFile()) sum += lstatSync(path.join(entry.parentPath, entry.name)).size;
  return sum;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
