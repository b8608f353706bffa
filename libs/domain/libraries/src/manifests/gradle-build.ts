import { parse } from 'smol-toml';
import type { DeclaredDependency, DependencyScope, ManifestContent, ManifestFile, ManifestProblem } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';

type Json = Readonly<Record<string, unknown>>;

/** Aliases of a version catalogue (`libs.versions.toml`): `spring-core` → its coordinates. */
export type GradleCatalogue = ReadonlyMap<string, { readonly name: string; readonly version: string | null }>;

/** Longer lines are no declarations. */
const MAX_LINE = 2_000;
const CONFIGURATION = /^\s*(?:add\(\s*["'])?(\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompileOnlyApi|[aA]nnotationProcessor|classpath|kapt|ksp|[cC]ompile|testCompile))\b["']?\s*[,(]?\s*(.*)$/;

/** build.gradle and build.gradle.kts are programs: declarations in the usual notations are found by their form, computed ones are not. */
export function parseGradleBuild(file: ManifestFile, catalogue: GradleCatalogue = new Map()): ManifestContent {
  const read = readText(file, (text) => text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).split('\n'));
  if (!read.ok) return { dependencies: [], problems: [read.problem] };
  const variables = new Map<string, string>();
  for (const line of read.value) {
    const set = /^\s*(?:(?:val|def|final|ext\.|extra\[")?\s*)([A-Za-z_][\w.]*)"?\]?\s*=\s*["']([\w.+-]+)["']\s*$/.exec(line.slice(0, MAX_LINE));
    if (set) variables.set(set[1]!.replace(/^ext\./, ''), set[2]!);
  }
  const dependencies: DeclaredDependency[] = [];
  for (const raw of read.value) {
    const match = CONFIGURATION.exec(raw.slice(0, MAX_LINE).replace(/\/\/(?![^"']*["'][^"']*$).*$/, ''));
    if (!match) continue;
    const found = coordinates(match[2]!, catalogue, variables);
    if (found) dependencies.push({ name: found.name, requirement: found.version, scope: scopeOf(match[1]!), ...(found.version !== null && /^[\w.-]+$/.test(found.version) && !found.version.endsWith('+') ? { version: found.version } : {}) });
  }
  return { dependencies, problems: [] };
}

function coordinates(written: string, catalogue: GradleCatalogue, variables: ReadonlyMap<string, string>): { name: string; version: string | null } | null {
  const fill = (value: string) => value.replace(/\$\{?([A-Za-z_][\w.]*)\}?/g, (whole, name: string) => variables.get(name) ?? whole);
  const quoted = /^(?:(?:platform|enforcedPlatform|kotlin|testFixtures)\(\s*)?["']([^"':\s]+):([^"':\s]+)(?::([^"'@:\s]+))?[^"']*["']/.exec(written);
  if (quoted) return { name: `${quoted[1]}:${quoted[2]}`, version: quoted[3] === undefined ? null : fill(quoted[3]) };
  const map = /group\s*[:=]\s*["']([^"']+)["']\s*,\s*name\s*[:=]\s*["']([^"']+)["'](?:\s*,\s*version\s*[:=]\s*["']([^"']+)["'])?/.exec(written);
  if (map) return { name: `${map[1]}:${map[2]}`, version: map[3] === undefined ? null : fill(map[3]) };
  const alias = /^(?:platform\(\s*)?libs\.([\w.]+)/.exec(written);
  return alias ? (catalogue.get(alias[1]!.replace(/\.get$/, '').replace(/[._]/g, '-')) ?? null) : null;
}

function scopeOf(configuration: string): DependencyScope {
  if (/test|androidTest|debug/i.test(configuration) || /^(classpath|kapt|ksp)|annotationProcessor/.test(configuration)) return 'development';
  return /compileOnly/i.test(configuration) ? 'peer' : 'runtime';
}

/** gradle/libs.versions.toml. */
export function parseGradleCatalogue(file: ManifestFile): { catalogue: GradleCatalogue; problems: readonly ManifestProblem[] } {
  const read = readText(file, (text) => parse(text) as unknown);
  if (!read.ok) return { catalogue: new Map(), problems: [read.problem] };
  const top = record(read.value);
  const versions = record(top.versions);
  const versionOf = (wanted: unknown): string | null => (typeof wanted === 'string' ? wanted : typeof record(wanted).ref === 'string' ? versionOf(versions[record(wanted).ref as string]) : (['strictly', 'require', 'prefer'].map((key) => record(wanted)[key]).find((one) => typeof one === 'string') as string | undefined) ?? null);
  const catalogue = new Map<string, { name: string; version: string | null }>();
  for (const [alias, wanted] of Object.entries(record(top.libraries))) {
    const parts = typeof wanted === 'string' ? wanted.split(':') : typeof record(wanted).module === 'string' ? String(record(wanted).module).split(':') : [String(record(wanted).group ?? ''), String(record(wanted).name ?? '')];
    if (!parts[0] || !parts[1]) continue;
    catalogue.set(alias.replace(/[._]/g, '-'), { name: `${parts[0]}:${parts[1]}`, version: parts[2] ?? versionOf(record(wanted).version) });
  }
  return { catalogue, problems: [] };
}

/** gradle.lockfile: `group:name:version=configurations`. */
export function parseGradleLock(file: ManifestFile): { versions: ReadonlyMap<string, string>; problems: readonly ManifestProblem[] } {
  const read = readText(file, (text) => text.split(/\r?\n/));
  if (!read.ok) return { versions: new Map(), problems: [read.problem] };
  const versions = new Map<string, string>();
  for (const [index, line] of read.value.entries()) {
    if (line.trim() === '' || line.startsWith('#') || line.startsWith('empty=')) continue;
    const match = /^([^:=\s]+:[^:=\s]+):([^:=\s]+)=/.exec(line);
    if (!match) return { versions, problems: [{ path: file.path, message: `line ${index + 1} is not a locked dependency` }] };
    versions.set(match[1]!, match[2]!);
  }
  return { versions, problems: [] };
}

/** Folders of `include` in settings.gradle(.kts): `:app:core` is app/core. */
export function parseGradleSettings(file: ManifestFile): string[] {
  return [...file.text.matchAll(/\binclude\b\s*\(?((?:\s*["'][^"'\n]{1,300}["']\s*,?)+)/g)].flatMap((match) => [...match[1]!.matchAll(/["']:?([^"']+)["']/g)].map(([, path]) => path!.replaceAll(':', '/')).filter((path) => !path.split('/').includes('..')));
}

const record = (value: unknown): Json => (isRecord(value) ? value : {});
