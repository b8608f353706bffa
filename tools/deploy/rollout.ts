import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Release } from './cluster.ts';
import type { Journal } from './journal.ts';
import type { ServiceName } from '@twinmcp/contracts';
import type { Options } from './options.ts';

/**
 * What answers others before what asks them: contracts only grow, so a new partner understands an old caller, and the edge comes last.
 * docs/operations has the same order.
 */
export const ORDER: readonly ServiceName[] = ['monitoring', 'library-resolution', 'embedding', 'ast-analysis', 'context-assembly', 'gateway'];

interface Deployment {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

/** Deployments of the release, in the order in which they are to be replaced. */
async function deployments(cluster: Cluster, release: string): Promise<string[]> {
  const { items } = await cluster.get<{ items: Deployment[] }>(['deployments', '--selector', `app.kubernetes.io/instance=${release},app.kubernetes.io/name=twinmcp`]);
  const place = ({ metadata }: Deployment): number => ORDER.indexOf(metadata.labels['app.kubernetes.io/component'] as ServiceName);
  return items.sort((a, b) => place(a) - place(b)).map(({ metadata }) => metadata.name);
}

/**
 * Brings the release to what the chart and the values say; resolves when every pod is ready. A first install and `atOnce` leave the rest to
 * Helm; else each Deployment is held back, and let go when the one before it is ready and `between` found nothing. Throws at the first failure.
 */
export async function rollOut(cluster: Cluster, options: Options, before: Release | null, journal: Journal, between: (service: string) => Promise<void>): Promise<void> {
  const { release, chart, timeoutSeconds } = options;
  const upgrade = ['upgrade', release, chart, '--install', '--create-namespace', '--history-max', '10', '--timeout', `${timeoutSeconds}s`, ...cluster.values()];
  const limit = timeoutSeconds + 60;
  if (before === null || options.atOnce) {
    await cluster.change('helm', [...upgrade, '--wait'], limit);
    return;
  }
  const held = await deployments(cluster, release);
  for (const name of held) await cluster.change('kubectl', ['rollout', 'pause', `deployment/${name}`], 60).catch(ignoreAlready);
  await cluster.change('helm', upgrade, limit);
  for (const name of await deployments(cluster, release)) {
    journal.say(`  ${name}`);
    if (held.includes(name)) await cluster.change('kubectl', ['rollout', 'resume', `deployment/${name}`], 60).catch(ignoreAlready);
    await cluster.change('kubectl', ['rollout', 'status', `deployment/${name}`, `--timeout=${timeoutSeconds}s`], limit);
    await between(name);
  }
}

/** The way back is not given up at the first connection that breaks. */
const ATTEMPTS = 3;
const PAUSE_MS = 5_000;

/** Back to a revision, with every Deployment let go. Throws when that fails. */
export async function rollBack(cluster: Cluster, options: Options, revision: number): Promise<void> {
  const { release, timeoutSeconds } = options;
  const names = await again(() => deployments(cluster, release));
  for (const name of names) await again(() => cluster.change('kubectl', ['rollout', 'resume', `deployment/${name}`], 60).catch(ignoreAlready));
  await again(() => cluster.change('helm', ['rollback', release, String(revision), '--wait', '--timeout', `${timeoutSeconds}s`], timeoutSeconds + 60));
  for (const name of await again(() => deployments(cluster, release))) await cluster.change('kubectl', ['rollout', 'status', `deployment/${name}`, `--timeout=${timeoutSeconds}s`], timeoutSeconds + 60);
}

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** The revision to go back to: the newest before the current one that was ever deployed. Null = none. */
export async function revisionBefore(cluster: Cluster, release: string, current: number): Promise<number | null> {
  const { ok, output } = await cluster.helm(['history', release, '--output', 'json', '--max', '20']);
  if (!ok) return null;
  const history = JSON.parse(output) as { revision: number; status: string }[];
  return history.filter(({ revision, status }) => revision < current && ['superseded', 'deployed'].includes(status)).at(-1)?.revision ?? null;
}

function ignoreAlready(error: unknown): void {
  if (!/is already paused|is not paused/.test(String(error))) throw error;
}
