import { readFileSync } from 'node:fs';
import { METRICS, RUNTIME_METRICS, SPANS, TRACE_EDGES, type MetricDefinition, type SpanDefinition } from '@twinmcp/platform';
import { parse } from 'yaml';
// @ts-expect-error a plain script without declarations
import { GENERATED_TELEMETRY, renderTelemetry } from '../../tools/generate-telemetry.mjs';
import { DASHBOARDS } from '../../tools/observability/dashboards.ts';
import { readPackages, withoutComments } from './workspace-source.ts';

const sources = readPackages().flatMap(({ files }) => files.filter(({ test }) => !test));
const metrics: readonly MetricDefinition[] = Object.values(METRICS);
const spans: readonly SpanDefinition[] = Object.values(SPANS);

describe('telemetry', () => {
  it('is documented as its tables say (run: node tools/generate-telemetry.mjs)', () => {
    expect(readFileSync(GENERATED_TELEMETRY as string, 'utf8')).toBe((renderTelemetry as () => string)());
  });

  it('makes metrics and spans where the tables are read, and nowhere else', () => {
    const makers = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path);
    expect(makers(/new (?:Counter|Gauge|Histogram|Summary)\(/)).toEqual(['libs/platform/src/metrics/instruments.ts']);
    expect(sources.filter(({ valueImports }) => valueImports.includes('prom-client')).map(({ path }) => path)).toEqual(['libs/platform/src/metrics/instruments.ts', 'libs/platform/src/platform.module.ts']);
    // The Qdrant store declares its own in a table of its own (telemetry-names.ts).
    expect(sources.filter(({ valueImports }) => valueImports.some((module) => module.startsWith('@opentelemetry/'))).map(({ path }) => path)).toEqual(['libs/adapters/qdrant/src/telemetry.ts', 'libs/platform/src/metrics/otel-meter.ts', 'libs/platform/src/telemetry/otel-tracer.ts']);
  });

  it('uses every metric and every span that is declared', () => {
    const all = sources.filter(({ path }) => !path.endsWith('.table.ts')).map(({ text }) => withoutComments(text)).join('\n');
    const computed = new Set(['lexical', 'dense', 'send', 'process', 'qdrant']); // by the name of a channel, by what is done with a message, by the adapter
    // Those of Qdrant are found by their names, as its adapter declares them.
    expect(Object.keys(METRICS).filter((key) => !key.startsWith('qdrant') && !new RegExp(`METRICS\\.${key}\\b`).test(all))).toEqual([]);
    expect(Object.keys(SPANS).filter((key) => !computed.has(key) && !new RegExp(`SPANS\\.${key}\\b`).test(all))).toEqual([]);
    expect(all).toMatch(/SPANS\[channel\]/);
    expect(all).toMatch(/SPANS\[work\.kind\]/);
  });

  it('names metrics as Prometheus wants them, each once, with few labels', () => {
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { name, type, unit, help, labels, buckets } of metrics) {
      expect(name).toMatch(/^(?:twinmcp|http|nodejs)_[a-z_]+$/);
      if (type === 'counter') expect(name).toMatch(/_total$/);
      else expect(name).not.toMatch(/_total$/);
      if (unit === 's') expect(name).toMatch(/_seconds(?:_total)?$/);
      if (unit === 'bytes') expect(name).toMatch(/_bytes$/);
      expect(help.length).toBeGreaterThan(15);
      expect(Object.keys(labels).length).toBeLessThanOrEqual(4);
      // Of these there may be any number.
      expect(Object.keys(labels).filter((label) => /workspace|path|query|user|tenant|job|trace|file/i.test(label))).toEqual([]);
      expect(type === 'histogram').toBe(buckets !== undefined);
    }
  });

  it('joins only spans that are declared', () => {
    const ends = TRACE_EDGES.flatMap(({ parent, child }) => [parent, child]);
    const shape = (definition: SpanDefinition) => new RegExp(`^${definition.name.replaceAll(/\{\w+\}/g, '\\S+')}$`);
    expect(ends.filter((end) => !spans.some((one) => one.kind === end.kind && shape(one).test(end.name) && (one.services === 'all' || one.services.includes(end.service))))).toEqual([]);
    expect(new Set(TRACE_EDGES.map(({ over }) => over))).toEqual(new Set(['process', 'request', 'queue', 'event']));
  });
});

describe('dashboards and rules', () => {
  const { groups } = parse(readFileSync('helm/twinmcp/observability/rules.yaml', 'utf8')) as { groups: { rules: { record?: string; alert?: string; expr: string }[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  const records = new Set(rules.flatMap(({ record }) => (record ? [record] : [])));
  const known = new Map(metrics.map((one) => [one.name, one]));
  const FUNCTIONS = /^(?:sum|rate|increase|max|min|count|by|on|group_left|histogram_quantile|and|or|vector|offset|changes|deriv|min_over_time|le|without|unless)$/;

  /** Names of metrics and, of each, the labels that the query asks for. */
  function asked(query: string): string[] {
    const bare = query.replaceAll(/"[^"]*"/g, '""').replaceAll(/\{[^}]*\}/g, '').replaceAll(/\b(?:by|on|without|group_left) ?\([^)]*\)/g, '').replaceAll(/\[[^\]]*\]/g, '').replaceAll(/offset \w+/g, '');
    return [...bare.matchAll(/[a-z_][\w:]*/gi)].map(([name]) => name).filter((name) => !FUNCTIONS.test(name) && !/^\d/.test(name) && !/^[ed]\d/.test(name));
  }
  const isThere = (name: string): boolean => {
    const base = name.replace(/_(?:bucket|sum|count)$/, '');
    return name === 'up' || records.has(name) || name in RUNTIME_METRICS || base in RUNTIME_METRICS || (known.has(name) && known.get(name)!.type !== 'histogram') || known.get(base)?.type === 'histogram';
  };
  const queries = [
    ...DASHBOARDS.flatMap(({ title, panels }) => panels.flatMap((panel) => Object.values(panel.queries).map((query) => [`${title} / ${panel.title}`, query] as const))),
    ...rules.map(({ record, alert, expr }) => [record ?? alert!, expr] as const),
  ];

  it.each(queries)('%s asks for what is measured', (_, query) => {
    const names = asked(query);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isThere(name))).toEqual([]);
    // Labels, too: a selector on a label that is not there finds nothing, silently.
    for (const [, name, selector] of query.matchAll(/([a-z_][\w:]*)\{([^}]*)\}/gi)) {
      const definition = known.get(name!) ?? known.get(name!.replace(/_(?:bucket|sum|count)$/, ''));
      if (definition) expect([...selector!.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!).filter((label) => !['job', 'instance', 'le'].includes(label) && !(label in definition.labels))).toEqual([]);
    }
  });

  it('knows a name that is wrong', () => {
    expect(asked('histogram_quantile(0.95, sum by (le, mode) (rate(twinmcp_anwser_quality_bucket{mode="rag"}[5m])))').filter((name) => !isThere(name))).toEqual(['twinmcp_anwser_quality_bucket']);
  });
});
