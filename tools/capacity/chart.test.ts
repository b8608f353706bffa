import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { USUAL_MIX, type Measured } from './measured.types.ts';
import { MEMORY_SHARE, planFor } from './plan-model.ts';
import { chartSettings } from './simulation/chart-settings.ts';
import { meanCost, requestModels } from './simulation/model.ts';
import { ASKED } from './simulation/simulate.ts';

const measured = JSON.parse(readFileSync(new URL('measured.json', import.meta.url), 'utf8')) as Measured;
const { services } = chartSettings();

describe('The chart, by what was measured', () => {
  it.each(ASKED)('lets %s come back to its least replicas after a spike', (name) => {
    expect(measured.loadedRssMb[name]).toBeLessThan((MEMORY_SHARE * services[name].memoryRequest) / 1e6);
  });

  it.each(ASKED)('gives %s the memory that it took while it indexed and answered', (name) => {
    expect(Math.max(measured.loadedRssMb[name], measured.indexing.rssMb[name])).toBeLessThan(services[name].memoryLimit / 1e6);
  });

  it('sets work metrics where pods reach what is wanted of their CPU, to within half', () => {
    const requests = requestModels(measured, USUAL_MIX);
    for (const name of ['gateway', 'context-assembly'] as const) {
      const { cpuRequest, autoscaling, requestsPerSecond } = services[name];
      const called = requests.reduce((sum, { share, work }) => sum + (work[name] ? share : 0), 0);
      const full = (cpuRequest * (autoscaling!.cpu / 100) * called) / meanCost(requests, name).cpuMs;
      expect(requestsPerSecond! / full).toBeGreaterThan(0.5);
      expect(requestsPerSecond! / full).toBeLessThan(1.5);
    }
  });

  it('is a measurement of the whole corpus that a plan can be made of', () => {
    expect(measured.corpus.chunks).toBeGreaterThan(100_000);
    const plan = planFor(measured, { requestsPerSecond: 10_000, mix: USUAL_MIX, documents: 1_000_000, workspaces: 140, utilization: 0.7, spare: 0.1 });
    for (const service of Object.values(plan.services)) expect(service.replicas).toBeGreaterThanOrEqual(2);
    expect(plan.cores).toBeGreaterThan(50);
    expect(Number.isFinite(plan.memoryGib)).toBe(true);
  });
});
