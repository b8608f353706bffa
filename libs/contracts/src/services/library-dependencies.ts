import { z } from 'zod';
import { defineEvent, defineRpc } from '../rpc.ts';
import { RelativePath, WorkspaceId } from '../shared.ts';
import { BuiltInAlternative, Ecosystem, LibraryRef } from './library-catalogue.ts';

export const SeverityLevel = z.enum(['critical', 'high', 'medium', 'low', 'none', 'unknown']);
export type SeverityLevel = z.output<typeof SeverityLevel>;
const Scope = z.enum(['runtime', 'development', 'optional', 'peer']);

const problems = z.array(z.object({ path: z.string(), message: z.string() })).describe('Files that could not be read, with the line where that is known');
const degraded = z.array(z.string()).describe('What could not be looked at, and why');
const label = z.string().describe('name@version');

/** From the project to a package: who asks for whom, and how. */
export const DependencyPath = z.array(z.object({ package: label, requirement: z.string().nullable(), scope: Scope.nullable() }));
export type DependencyPath = z.output<typeof DependencyPath>;

export const GraphNode = z.object({ id: z.number().int(), ecosystem: Ecosystem, name: z.string(), version: z.string().nullable(), origin: z.enum(['project', 'registry', 'git', 'file', 'url']), licence: z.string().nullable(), depth: z.number().int(), production: z.boolean() });
export const DependencyGraphView = z.object({
  nodes: z.array(GraphNode),
  edges: z.array(z.object({ from: z.number().int(), to: z.number().int(), scope: Scope, requirement: z.string().nullable() })),
  text: z.string().nullable().describe('The same as DOT or Mermaid, when asked for'),
  truncated: z.boolean(),
});

export const DependencyAnalysis = z.object({
  summary: z.object({
    packages: z.number().int(), direct: z.number().int(), transitive: z.number().int(), production: z.number().int(), depth: z.number().int().describe('Of the longest shortest way'),
    byEcosystem: z.record(z.string(), z.number().int()), files: z.array(z.string()).describe('Lock files and manifests the graph was read from'),
    complete: z.boolean().describe('False where a file names packages without who asked for them'),
  }),
  graph: DependencyGraphView.nullable(),
  why: z.array(z.object({ package: label, paths: z.array(DependencyPath) })),
  duplicates: z.array(z.object({ name: z.string(), versions: z.array(z.object({ version: z.string(), askedBy: z.array(z.string()) })), common: z.string().nullable().describe('One of them that everyone who asks would take') })),
  conflicts: z.array(z.object({ kind: z.enum(['unsatisfied', 'peer-conflict', 'not-locked', 'peer-missing']), from: label, name: z.string(), requirement: z.string().nullable(), got: z.string().nullable() })),
  cycles: z.array(z.array(label)),
  unused: z.array(z.object({ ecosystem: Ecosystem, name: z.string(), manifest: z.string(), scope: z.string(), certainty: z.enum(['likely', 'possible']), reason: z.string() })),
  missing: z.array(z.object({ ecosystem: Ecosystem, name: z.string(), files: z.number().int() })).describe('Imported and not declared'),
  licences: z.array(z.object({ package: label, licence: z.string().nullable(), class: z.string(), severity: z.enum(['conflict', 'review', 'unknown']), reason: z.string() })),
  outdated: z.array(z.object({ ecosystem: Ecosystem, name: z.string(), version: z.string(), latest: z.string(), requirement: z.string().nullable(), allowed: z.boolean().describe('The requirement admits the newest') })),
  deprecated: z.array(z.object({ package: label, message: z.string() })),
  builtIns: z.array(z.object({ ecosystem: Ecosystem, name: z.string(), manifest: z.string(), instead: BuiltInAlternative })).default([]).describe('What the project asks for itself and the platform has by now'),
  problems, degraded,
  truncated: z.array(z.string()).describe('Lists cut at the limit'),
});
export type DependencyAnalysis = z.output<typeof DependencyAnalysis>;

export const Vulnerability = z.object({
  id: z.string(), aliases: z.array(z.string()), summary: z.string(),
  ecosystem: Ecosystem, name: z.string(), version: z.string().nullable(),
  severity: SeverityLevel.describe('unknown where the advisory has none; never guessed'),
  score: z.number().nullable(), vector: z.string().nullable().describe('CVSS'), cwes: z.array(z.string()), classes: z.array(z.string()),
  fixedIn: z.string().nullable(), published: z.string().nullable(), references: z.array(z.string()),
  unsure: z.boolean().describe('The version could not be compared'),
  production: z.boolean().describe('Needed when the project runs'),
  direct: z.boolean(),
  paths: z.array(DependencyPath),
});
export type Vulnerability = z.output<typeof Vulnerability>;

export const AdvisoryDatabase = z.object({ advisories: z.number().int(), byEcosystem: z.record(z.string(), z.number().int()), newest: z.string().nullable(), importedAt: z.number().int().nullable(), source: z.enum(['sample', 'import', 'api', 'both']).describe('sample: only the few that come with the program') });
export type AdvisoryDatabase = z.output<typeof AdvisoryDatabase>;

/** A dependency as an event tells of it. */
export const DependencyChange = z.object({ ecosystem: Ecosystem, name: z.string(), version: z.string().nullable(), before: z.string().nullable().default(null).describe('The version it had'), scope: z.string(), manifest: z.string() });
export type DependencyChange = z.output<typeof DependencyChange>;

const service = 'library-resolution' as const;
const limit = z.number().int().min(1).max(2_000).default(200);

export const libraryDependencies = {
  analyzeDependencies: defineRpc({
    service, verb: 'analyze-dependencies', idempotent: true, timeoutMs: 30_000, errors: ['workspace-not-found', 'not-found'],
    summary: 'The whole dependency graph of a workspace from its lock files: why a package is there, duplicates, conflicts, circles, unused and missing ones, licences, newer versions.',
    input: z.object({
      workspaceId: WorkspaceId,
      why: z.array(z.string().min(1).max(512)).max(20).default([]).describe('Packages, as name or name@version'),
      graph: z.enum(['none', 'json', 'dot', 'mermaid']).default('none'),
      depth: z.number().int().min(0).max(1_000).default(1_000),
      production: z.boolean().default(false).describe('Without what only development needs'),
      imports: z.boolean().default(true).describe('Compare with what the code imports; needs an index'),
      limit,
    }),
    output: DependencyAnalysis,
  }),
  checkVulnerabilities: defineRpc({
    service, verb: 'check-vulnerabilities', idempotent: true, timeoutMs: 60_000, errors: ['workspace-not-found', 'invalid-input', 'unavailable'],
    summary: 'Known vulnerabilities of what a workspace has installed, or of the packages given: severity, the version that mends them, and the way from the project.',
    input: z.object({
      workspaceId: WorkspaceId.optional(),
      packages: z.array(LibraryRef).max(1_000).default([]),
      minSeverity: SeverityLevel.exclude(['unknown', 'none']).optional().describe('Unknown ones are always told'),
      production: z.boolean().default(false),
      limit,
    }),
    output: z.object({ vulnerabilities: z.array(Vulnerability), total: z.number().int(), checked: z.number().int().describe('Packages with a known version that were compared'), unchecked: z.number().int().describe('Without a version, or of no registry'), bySeverity: z.record(z.string(), z.number().int()), database: AdvisoryDatabase, problems, degraded, truncated: z.boolean() }),
  }),
  importAdvisories: defineRpc({
    service, verb: 'import-advisories', idempotent: true, timeoutMs: 120_000, errors: ['payload-too-large', 'storage-full'],
    summary: 'Take advisories in the OSV schema (or the older one of npm) into the local database; an id that is there is replaced.',
    input: z.object({ advisories: z.array(z.string().max(400_000)).max(2_000).describe('One JSON document each') }),
    output: z.object({ imported: z.number().int(), skipped: z.number().int().describe('No advisory, or of no known ecosystem'), database: AdvisoryDatabase }),
  }),
};

export const dependenciesChanged = defineEvent({
  name: 'dependencies-changed', summary: 'Dependencies of a watched workspace were added, removed or have another version; their docs are being indexed.',
  payload: z.object({
    workspaceId: WorkspaceId, generation: z.number().int(),
    added: z.array(DependencyChange), removed: z.array(DependencyChange), updated: z.array(DependencyChange),
    conflicts: z.array(z.string()), vulnerabilities: z.array(z.string()),
    documented: z.array(z.string()).describe('name@version whose docs can be asked for now'),
    tasks: z.array(z.object({ path: RelativePath, task: z.string(), library: z.string() })).describe('Tasks of plans that mention one of them'),
  }),
});
