import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { DASHBOARDS, toGrafana } from './dashboards.ts';

const CHART = fileURLToPath(new URL('../../helm/twinmcp/observability/', import.meta.url));
const RUNBOOK = fileURLToPath(new URL('../../docs/operations/runbook.md', import.meta.url));

it('ships the dashboards as they are written here (else: npm run dashboards)', () => {
  const shipped = Object.fromEntries(readdirSync(path.join(CHART, 'dashboards')).map((name) => [name, JSON.parse(readFileSync(path.join(CHART, 'dashboards', name), 'utf8')) as unknown]));
  expect(shipped).toEqual(Object.fromEntries(DASHBOARDS.map((dashboard) => [`${dashboard.uid.replace('twinmcp-', '')}.json`, toGrafana(dashboard)])));
});

it('lays panels out beside and below each other, never over', () => {
  for (const dashboard of DASHBOARDS) {
    const { panels } = toGrafana(dashboard) as { panels: { gridPos: { x: number; y: number; w: number; h: number } }[] };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  }
});

it('gives every alert a severity, a summary, and a section of the runbook that exists', () => {
  const { groups } = parse(readFileSync(path.join(CHART, 'rules.yaml'), 'utf8')) as { groups: { rules: { alert?: string; labels?: Record<string, string>; annotations?: Record<string, string> }[] }[] };
  const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert);
  expect(alerts.length).toBeGreaterThan(10);
  const sections = new Set([...readFileSync(RUNBOOK, 'utf8').matchAll(/^## (\w+)/gm)].map(([, name]) => name!.toLowerCase()));
  for (const { labels, annotations } of alerts) {
    expect(labels?.['severity']).toMatch(/^(?:warning|critical)$/);
    expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String), runbook: expect.stringMatching(/^docs\/operations\/runbook\.md#[a-z]+$/) });
    expect(sections).toContain(annotations!['runbook']!.split('#')[1]);
  }
});
