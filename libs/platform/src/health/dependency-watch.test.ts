import type { DependencyHealth } from '@twinmcp/contracts';
import { eventually } from '@twinmcp/testing';
import { StaticLiveConfig } from '../config/static-live-config.ts';
import { watchDependencies } from './dependency-watch.ts';
import { HealthRegistry } from './health-registry.ts';

describe('watchDependencies', () => {
  it('says once that a dependency is away, at the start too, and once that it is back', async () => {
    const registry = new HealthRegistry(StaticLiveConfig.of({}));
    let health: DependencyHealth = { name: 'store', state: 'down', detail: 'ECONNREFUSED' };
    let checks = 0;
    registry.contribute({ name: 'store', check: () => (checks++, health) }, 'embedding');
    registry.contribute({ name: 'cache', check: () => ({ name: 'cache', state: 'substituted', detail: 'memory' }) }, 'embedding');
    const said: string[] = [];
    const note = (level: string) => (_facts: object, text: string) => void said.push(`${level}: ${text}`);
    const watch = watchDependencies(registry, { warn: note('warn'), info: note('info') } as never, { firstMs: 1, longestMs: 5 });
    await eventually(() => checks >= 4);
    expect(said).toEqual(['warn: store is not reached: working without it and trying again']);
    health = { name: 'store', state: 'up', detail: 'there' };
    await eventually(() => said.length === 2);
    expect(said[1]).toBe('info: store is back');
    watch.stop();
    const before = checks;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(checks).toBeLessThanOrEqual(before + 1);
  });
});
