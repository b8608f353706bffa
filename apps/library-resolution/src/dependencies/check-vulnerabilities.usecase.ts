import type { libraryResolution, RpcOutput, RpcParsedInput, Vulnerability } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { GraphIndex, matchPackages, pathsTo, type CheckedPackage, type ScanLimits, type VulnerabilityMatch } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { AdvisorySources } from './advisory-sources.ts';
import { toPath } from './analyze-dependencies.usecase.ts';
import { scanWorkspace } from './scan-workspace.ts';

type Input = RpcParsedInput<typeof libraryResolution.checkVulnerabilities>;
type Output = RpcOutput<typeof libraryResolution.checkVulnerabilities>;

const LEVELS = ['critical', 'high', 'medium', 'low'] as const;
const MAX_PATHS = 3;
const MAX_STEPS = 30;

export class CheckVulnerabilities {
  readonly #rpc: RpcClient;
  readonly #limits: () => ScanLimits;
  readonly #sources: AdvisorySources;

  constructor(rpc: RpcClient, limits: () => ScanLimits, sources: AdvisorySources) {
    this.#rpc = rpc;
    this.#limits = limits;
    this.#sources = sources;
  }

  async execute(input: Input, ctx: CallContext): Promise<Output> {
    if (input.workspaceId === undefined && input.packages.length === 0) throw new DomainError('invalid-input', 'Say which workspace or which packages.');
    const scan = input.workspaceId === undefined ? null : await scanWorkspace(this.#rpc, input.workspaceId, this.#limits(), ctx);
    const index = scan?.index ?? new GraphIndex([]);
    const nodes = index.packages.flatMap(({ origin }, node) => (origin !== 'project' && (!input.production || index.production[node] === 1) ? [node] : []));
    const nodesOf = Map.groupBy(nodes.filter((node) => index.packages[node]!.origin === 'registry' && index.packages[node]!.version !== null), (node) => keyOf(index.packages[node]!));
    const given = input.packages.map(({ ecosystem, name, version }): CheckedPackage => ({ ecosystem, name, version: version ?? null }));
    const packages = new Map([...[...nodesOf.values()].map(([node]) => index.packages[node!]!), ...given].map(({ ecosystem, name, version }): [string, CheckedPackage] => [keyOf({ ecosystem, name, version }), { ecosystem, name, version }]));
    const { advisories, database, degraded } = await this.#sources.find([...packages.values()], ctx.signal);
    const least = input.minSeverity === undefined ? LEVELS.length : LEVELS.indexOf(input.minSeverity);
    const matches = matchPackages([...packages.values()], advisories).filter(({ severity }) => severity === 'unknown' || input.minSeverity === undefined || (LEVELS as readonly string[]).indexOf(severity) !== -1 && (LEVELS as readonly string[]).indexOf(severity) <= least);
    const bySeverity: Record<string, number> = {};
    for (const { severity } of matches) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
    const vulnerabilities = matches.slice(0, input.limit).map((match) => toVulnerability(match, index, nodesOf.get(keyOf(match.package)) ?? []));
    return { vulnerabilities, total: matches.length, checked: [...packages.values()].filter(({ version }) => version !== null).length, unchecked: nodes.length - [...nodesOf.values()].flat().length + given.filter(({ version }) => version === null).length, bySeverity, database, problems: scan?.problems ?? [], degraded: [...degraded], truncated: matches.length > vulnerabilities.length };
  }
}

const keyOf = ({ ecosystem, name, version }: CheckedPackage): string => `${ecosystem} ${name} ${version}`;

function toVulnerability(match: VulnerabilityMatch, index: GraphIndex, nodes: readonly number[]): Vulnerability {
  const { package: one, cvss, ...rest } = match;
  const paths = nodes.flatMap((node) => pathsTo(index, node, MAX_PATHS)).sort((a, b) => a.length - b.length).slice(0, MAX_PATHS);
  return {
    ...one, id: rest.id, aliases: [...rest.aliases], summary: rest.summary.slice(0, 1_000), severity: rest.severity, score: cvss?.score ?? null, vector: cvss?.vector ?? null, cwes: [...rest.cwes], classes: [...rest.classes], fixedIn: rest.fixedIn, published: rest.published, references: rest.references.slice(0, 5), unsure: rest.unsure,
    production: nodes.length === 0 || nodes.some((node) => index.production[node] === 1), direct: nodes.some((node) => index.depth[node] === 1), paths: paths.map((path) => toPath(index, path.slice(0, MAX_STEPS))),
  };
}
