// References against TypeScript's own language service: for every exported symbol of a project, the uses in other files.
// Run: node --conditions=twinmcp-source libs/adapters/sqlite-store/src/graph/language-service.bench.ts <root> [--members n] [--list] [--conditions a,b]
// A use counts by file, line and column; a name in an import or export list by file and line of the statement.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LinkedCodeGraph, MemoryGraphSource } from '@twinmcp/code-graph';
import { contentHash } from '@twinmcp/kernel';
import { decodeLinks } from '@twinmcp/syntax';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import ts from 'typescript-5';

const root = path.resolve(process.argv[2] ?? '.');
const listed = process.argv.includes('--list');
/** `--members n`: also one in n of the public members of exported classes and interfaces. */
const memberFlag = process.argv.indexOf('--members');
const memberStep = memberFlag > 0 ? Number(process.argv[memberFlag + 1]) : 0;
const flag = process.argv.indexOf('--conditions');
const conditions = flag > 0 ? process.argv[flag + 1]!.split(',') : [];
const SOURCE = /\.[cm]?tsx?$/;
const PROJECT = /^(?:package\.json|tsconfig[\w.-]*\.json)$/;

function filesOf(folder: string, found: string[] = []): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!/^(?:node_modules|dist|build|coverage)$|^\./.test(entry.name)) filesOf(path.join(folder, entry.name), found);
    } else if (entry.isFile() && (SOURCE.test(entry.name) || PROJECT.test(entry.name))) found.push(path.relative(root, path.join(folder, entry.name)));
  }
  return found.sort();
}

const files = filesOf(root);
const sources = files.filter((file) => SOURCE.test(file));
const texts = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

// ours
const source = new MemoryGraphSource();
const analyzer = new TreeSitterAnalyzer({ poolSize: 2 });
const parseStarted = performance.now();
await Promise.all(files.map(async (file) => {
  const content = readFileSync(path.join(root, file));
  const { language, links } = await analyzer.analyze({ path: file, content });
  source.set(file, language, links ? decodeLinks(links) : { packageName: null, symbols: [], imports: [], exports: [], references: [], shapes: [] }, contentHash(content));
}));
await analyzer.close();
const graph = new LinkedCodeGraph({ source, projectFiles: { read: async (paths) => new Map(paths.map((file) => [file, texts.get(file) ?? ''])) } });
console.log(`${sources.length} files, ${sources.reduce((sum, file) => sum + texts.get(file)!.split('\n').length, 0)} lines; analysed in ${Math.round(performance.now() - parseStarted)} ms`);

// theirs: packages of the workspace by name, as their package.json files say
const paths: Record<string, string[]> = {};
for (const file of files.filter((one) => path.basename(one) === 'package.json')) {
  const json = JSON.parse(texts.get(file)!) as { name?: string; exports?: Record<string, unknown> };
  const folder = path.dirname(file);
  if (!json.name) continue;
  for (const [key, target] of Object.entries(json.exports ?? { '.': './src/index.ts' })) {
    const written = conditions.map((name) => (target as Record<string, string>)?.[name]).find((one) => typeof one === 'string') ?? firstString(target);
    const candidates = [written, written?.replace(/^\.\/dist\/(?:esm\/|cjs\/)?/, './src/').replace(/\.(?:d\.)?[cm]?[jt]s$/, '.ts'), `./src/${key === '.' ? 'index' : key.slice(2)}.ts`].flatMap((one) => (one ? [path.join(folder, one)] : []));
    const there = candidates.find((one) => one.includes('*') || texts.has(one));
    if (there) paths[json.name + key.slice(1)] = [there];
  }
}
function firstString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? Object.values(value).map(firstString).find((one) => one !== undefined) : undefined;
}

const names = sources.map((file) => path.join(root, file));
const host: ts.LanguageServiceHost = {
  getCompilationSettings: () => ({ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true, noEmit: true, strict: true, jsx: ts.JsxEmit.Preserve, skipLibCheck: true, types: [], customConditions: conditions, baseUrl: root, paths, preserveSymlinks: true, experimentalDecorators: true }),
  getScriptFileNames: () => names,
  getScriptVersion: () => '1',
  getScriptSnapshot: (file) => {
    const text = texts.get(path.relative(root, file)) ?? ts.sys.readFile(file);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => root,
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  fileExists: ts.sys.fileExists, readFile: ts.sys.readFile, readDirectory: ts.sys.readDirectory, directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories,
};
const service = ts.createLanguageService(host);
const program = service.getProgram()!;
const checker = program.getTypeChecker();

const isImport = (node: ts.Node): ts.Node | null => {
  for (let at = node.parent, depth = 0; at && depth < 4; at = at.parent, depth++) if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at) || ts.isImportEqualsDeclaration(at)) return at;
  return null;
};
function nodeAt(file: ts.SourceFile, position: number): ts.Node {
  let node: ts.Node = file;
  for (let next: ts.Node | undefined = file; next; ) {
    node = next;
    next = ts.forEachChild(node, (child) => (child.getStart(file) <= position && position < child.getEnd() ? child : undefined));
  }
  return node;
}

interface Tally {
  symbols: number;
  theirs: number;
  ours: number;
  both: number;
  readonly missed: string[];
  readonly extra: string[];
}
const tally = (): Tally => ({ symbols: 0, theirs: 0, ours: 0, both: 0, missed: [], extra: [] });
const exported = tally();
const members = tally();
let serviceMs = 0;
let graphMs = 0;

/** Both answers on the uses in other files of what these declarations declare together. */
async function compare(into: Tally, sourceFile: ts.SourceFile, declarations: readonly ts.Declaration[], asked: string): Promise<void> {
  const file = path.relative(root, sourceFile.fileName);
  const theirs = new Set<string>();
  const ours = new Set<string>();
  for (const declaration of declarations) {
    const at = ts.getNameOfDeclaration(declaration)!.getStart(sourceFile);
    let started = performance.now();
    for (const group of service.findReferences(sourceFile.fileName, at) ?? []) {
      for (const reference of group.references) {
        const inFile = path.relative(root, reference.fileName);
        if (inFile === file || inFile.startsWith('..') || reference.isDefinition) continue;
        const other = program.getSourceFile(reference.fileName)!;
        const statement = isImport(nodeAt(other, reference.textSpan.start));
        const { line, character } = other.getLineAndCharacterOfPosition(statement ? statement.getStart(other) : reference.textSpan.start);
        theirs.add(statement ? `${inFile}:${line + 1}:import` : `${inFile}:${line + 1}:${character}`);
      }
    }
    serviceMs += performance.now() - started;
    started = performance.now();
    const { line } = sourceFile.getLineAndCharacterOfPosition(at);
    const found = await graph.references({ name: asked, path: file, line: line + 1 }, { limit: 100_000 });
    for (const reference of found.references) if (reference.path !== file) ours.add(reference.kind === 'import' ? `${reference.path}:${reference.line}:import` : `${reference.path}:${reference.line}:${reference.column}`);
    graphMs += performance.now() - started;
  }
  into.symbols++;
  into.theirs += theirs.size;
  into.ours += ours.size;
  for (const one of ours) if (theirs.has(one)) into.both++;
  for (const one of theirs) if (!ours.has(one)) into.missed.push(`${file} ${asked}: ${one}  ${lineOf(one)}`);
  for (const one of ours) if (!theirs.has(one)) into.extra.push(`${file} ${asked}: ${one}  ${lineOf(one)}`);
}

let seenMembers = 0;
for (const file of sources) {
  const sourceFile = program.getSourceFile(path.join(root, file))!;
  const module = checker.getSymbolAtLocation(sourceFile);
  if (!module) continue;
  for (const symbol of checker.getExportsOfModule(module)) {
    const declarations = (symbol.declarations ?? []).filter((one) => one.getSourceFile() === sourceFile && !ts.isExportSpecifier(one) && !ts.isExportAssignment(one) && ts.getNameOfDeclaration(one) !== undefined);
    if (declarations.length === 0) continue;
    const name = ts.getNameOfDeclaration(declarations[0]!)!.getText(sourceFile);
    await compare(exported, sourceFile, declarations, name);
    for (const declaration of declarations) {
      if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) continue;
      for (const member of declaration.members) {
        const isPrivate = ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
        if (!member.name || !ts.isIdentifier(member.name) || isPrivate || seenMembers++ % memberStep !== 0 || memberStep === 0) continue;
        await compare(members, sourceFile, [member], `${name}.${member.name.text}`);
      }
    }
  }
}
function lineOf(place: string): string {
  const [file, line] = place.split(':');
  return (texts.get(file!)?.split('\n')[Number(line) - 1] ?? '').trim().slice(0, 140);
}
const rate = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(4));
for (const [label, { symbols, theirs, ours, both }] of [['exported symbols', exported], [`public members of exported types (one in ${memberStep})`, members]] as const) {
  if (symbols === 0) continue;
  console.log(`${symbols} ${label}; uses in other files: ${theirs} by the language service, ${ours} by the graph; precision ${rate(both, ours)}  recall ${rate(both, theirs)}`);
}
console.log(`language service ${Math.round(serviceMs)} ms, graph ${Math.round(graphMs)} ms`);
if (listed) {
  for (const [label, { missed, extra }] of [['exported symbols', exported], ['members', members]] as const) {
    console.log(`\n${label}, missed (${missed.length}):\n${missed.join('\n')}`);
    console.log(`\n${label}, extra (${extra.length}):\n${extra.join('\n')}`);
  }
}
