import { parseManifests, type Manifest } from '../k8s/manifest.ts';
import { runChecks, type Checked } from './checks.ts';
import { Cluster, type Release } from './cluster.ts';
import { Journal } from './journal.ts';
import { EXIT, HELP, UsageError, readOptions, type Options } from './options.ts';
import { revisionBefore, rollBack, rollOut } from './rollout.ts';
import { forwardPort, reason, verify, type Verified } from './verify.ts';

interface Outcome {
  readonly code: number;
  readonly summary: string;
  readonly checks?: readonly Checked[];
  readonly changes?: readonly string[];
  readonly requests?: readonly Verified[];
  readonly revision?: number | null;
}

class NotVerified extends Error {
  readonly requests: readonly Verified[];
  constructor(requests: readonly Verified[]) {
    super(requests.filter(({ ok }) => !ok).map(({ request, detail }) => `${request}: ${detail}`).join('; '));
    this.requests = requests;
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options === null) return console.log(HELP), EXIT.ok;
  const say = (text: string): void => console.error(text);
  const journal = new Journal(options.journal, say);
  const cluster = new Cluster(options, journal);
  journal.write('started', { command: options.command, release: options.release, namespace: options.namespace, dryRun: options.dryRun });
  const outcome = await perform(options, cluster, journal);
  journal.write('ended', { code: outcome.code, summary: outcome.summary });
  say(outcome.summary);
  if (options.json) console.log(JSON.stringify({ command: options.command, ...outcome }, null, 2));
  return outcome.code;
}

async function perform(options: Options, cluster: Cluster, journal: Journal): Promise<Outcome> {
  switch (options.command) {
    case 'plan': return plan(options, cluster, journal);
    case 'apply': return options.dryRun ? plan(options, cluster, journal) : apply(options, cluster, journal);
    case 'verify': {
      const requests = await ask(options, journal);
      return requests.every(({ ok }) => ok) ? { code: EXIT.ok, summary: 'The release answers.', requests } : { code: EXIT.needsHands, summary: 'The release does not answer as it should.', requests };
    }
    case 'rollback': return back(options, cluster, journal);
  }
}

async function plan(options: Options, cluster: Cluster, journal: Journal): Promise<Outcome> {
  const { checks, manifests, release } = await look(options, cluster, journal);
  const changes = await changed(cluster, manifests, release);
  for (const change of changes) journal.say(`  ${change}`);
  const refused = checks.filter(({ state }) => state === 'failed');
  if (refused.length > 0) return { code: EXIT.refused, summary: `Would not be applied: ${refused.map(({ check }) => check).join(', ')}.`, checks, changes };
  return { code: EXIT.ok, summary: release ? `Would bring revision ${release.revision} to ${release.revision + 1}: ${changes.length} objects change.` : `Would install ${changes.length} objects.`, checks, changes };
}

async function apply(options: Options, cluster: Cluster, journal: Journal): Promise<Outcome> {
  const { checks, release: before } = await look(options, cluster, journal);
  const refused = checks.filter(({ state }) => state === 'failed');
  if (refused.length > 0) return { code: EXIT.refused, summary: `Nothing was changed. ${refused.map(({ check, detail }) => `${check}: ${detail}`).join('\n')}`, checks };
  journal.say(before ? `Rolling out over revision ${before.revision}` : 'Installing');
  try {
    // Between stages the edge is asked; the whole is verified at the end. Without an address that lasts, the pods' own readiness has to do.
    await rollOut(cluster, options, before, journal, async () => {
      if (options.url) await answers(options.url);
    });
    journal.say('Verifying');
    const requests = await ask(options, journal);
    if (requests.some(({ ok }) => !ok)) throw new NotVerified(requests);
    const revision = (await cluster.release())?.revision ?? null;
    return { code: EXIT.ok, summary: `Revision ${revision} runs and answers.`, checks, requests, revision };
  } catch (error) {
    const requests = error instanceof NotVerified ? { requests: error.requests } : {};
    journal.write('failed', { reason: (error as Error).message });
    journal.say(`Failed: ${(error as Error).message}`);
    try {
      if (before) {
        journal.say(`Rolling back to revision ${before.revision}`);
        await rollBack(cluster, options, before.revision);
        return { code: EXIT.rolledBack, summary: `Failed; what revision ${before.revision} was runs again. ${(error as Error).message}`, checks, ...requests };
      }
      journal.say('Taking the failed first install away; volume claims of stores stay');
      if (await cluster.release()) await cluster.change('helm', ['uninstall', options.release, '--wait', '--timeout', `${options.timeoutSeconds}s`], options.timeoutSeconds + 60);
      return { code: EXIT.rolledBack, summary: `Failed; the first install was taken away. ${(error as Error).message}`, checks, ...requests };
    } catch (second) {
      return { code: EXIT.needsHands, summary: `Failed (${(error as Error).message}), and rolling back failed too: ${(second as Error).message}`, checks, ...requests };
    }
  }
}

async function back(options: Options, cluster: Cluster, journal: Journal): Promise<Outcome> {
  const release = await cluster.release();
  if (!release) return { code: EXIT.refused, summary: `There is no release ${options.release} in ${options.namespace}.` };
  const revision = options.revision ?? (await revisionBefore(cluster, options.release, release.revision));
  if (revision === null) return { code: EXIT.refused, summary: `Revision ${release.revision} is the first: there is nothing to go back to.` };
  if (options.dryRun) return { code: EXIT.ok, summary: `Would go back from revision ${release.revision} to ${revision}.`, revision };
  try {
    await rollBack(cluster, options, revision);
  } catch (error) {
    return { code: EXIT.needsHands, summary: (error as Error).message };
  }
  const requests = await ask(options, journal);
  return requests.every(({ ok }) => ok) ? { code: EXIT.ok, summary: `What revision ${revision} was runs again and answers.`, requests, revision } : { code: EXIT.needsHands, summary: `Revision ${revision} is back but does not answer as it should.`, requests, revision };
}

async function look(options: Options, cluster: Cluster, journal: Journal): Promise<{ checks: Checked[]; manifests: Manifest[]; release: Release | null }> {
  journal.say('Checking');
  // Helm refuses wrong values here, with what the chart says of them.
  const rendered = await cluster.helm(['template', options.release, options.chart, ...cluster.values()]);
  const checks: Checked[] = [{ check: 'values', state: rendered.ok ? 'ok' : 'failed', detail: rendered.ok ? 'the chart takes them' : rendered.error.trim() }];
  const manifests = rendered.ok ? parseManifests(rendered.output) : [];
  let release: Release | null = null;
  if (rendered.ok) {
    release = await cluster.release().catch(() => null);
    checks.push(...(await runChecks({ options, cluster, manifests, release })));
  }
  for (const { check, state, detail } of checks) journal.say(`  ${{ ok: '✓', warning: '!', failed: '✗', skipped: '-' }[state]} ${check}: ${detail}`);
  journal.write('checked', { checks });
  return { checks, manifests, release };
}

/** What the cluster would make of the manifests, as `+ Kind/name`, `~ Kind/name`; asked of the API server, which changes nothing. */
async function changed(cluster: Cluster, manifests: readonly Manifest[], release: Release | null): Promise<string[]> {
  const own = manifests.filter(({ metadata }) => !metadata.annotations?.['helm.sh/hook']);
  if (!release) return own.map(({ kind, metadata }) => `+ ${kind}/${metadata.name}`);
  const { ok, output } = await cluster.helm(['get', 'manifest', release.name]);
  const before = new Map((ok ? parseManifests(output) : []).map((manifest) => [`${manifest.kind}/${manifest.metadata.name}`, JSON.stringify(manifest)]));
  const after = new Map(own.map((manifest) => [`${manifest.kind}/${manifest.metadata.name}`, JSON.stringify(manifest)]));
  return [
    ...[...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => `${before.has(name) ? '~' : '+'} ${name}`),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${name}`),
  ];
}

async function ask(options: Options, journal: Journal): Promise<Verified[]> {
  const forwarded = options.url ? null : await forwardPort(options).catch((error: unknown) => error as Error);
  if (forwarded instanceof Error) return [{ request: 'kubectl port-forward', ok: false, detail: forwarded.message, ms: 0 }];
  try {
    return await verify(options.url ?? forwarded!.url, options, process.env[options.keyVariable], journal);
  } finally {
    forwarded?.stop();
  }
}

async function answers(url: string): Promise<void> {
  const { status } = await fetch(`${url}/health/ready`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached: ${reason(error)}`, { cause: error });
  });
  if (status !== 200) throw new Error(`${url}/health/ready answers ${status}`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  if (error instanceof UsageError) console.error('--help says how it is used.');
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.needsHands;
}
