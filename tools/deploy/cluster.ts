import { spawn } from 'node:child_process';
import type { Journal } from './journal.ts';
import type { Options } from './options.ts';

export interface Ran {
  readonly ok: boolean;
  readonly output: string;
  readonly error: string;
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
}

/** kubectl and helm for one release; every call that changes something goes into the journal. */
export class Cluster {
  readonly #options: Options;
  readonly #journal: Journal;

  constructor(options: Options, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
  }

  kubectl(args: readonly string[], { input, namespace = this.#options.namespace, limitSeconds = 60 }: { input?: string; namespace?: string | null; limitSeconds?: number } = {}): Promise<Ran> {
    const { kubeconfig, context } = this.#options;
    return run('kubectl', [...(kubeconfig ? ['--kubeconfig', kubeconfig] : []), ...(context ? ['--context', context] : []), ...(namespace ? ['--namespace', namespace] : []), ...args], limitSeconds, input);
  }

  /** An object or a list; throws with what kubectl said. */
  async get<T>(args: readonly string[], namespace?: string | null): Promise<T> {
    const { ok, output, error } = await this.kubectl(['get', ...args, '-o', 'json'], namespace === undefined ? {} : { namespace });
    if (!ok) throw new Error(error.trim());
    return JSON.parse(output) as T;
  }

  helm(args: readonly string[], limitSeconds = 120): Promise<Ran> {
    const { kubeconfig, context, namespace } = this.#options;
    return run('helm', [...args, ...(kubeconfig ? ['--kubeconfig', kubeconfig] : []), ...(context ? ['--kube-context', context] : []), '--namespace', namespace], limitSeconds);
  }

  /** As `helm` or `kubectl`, for what changes something. Throws with what was said when it fails. */
  async change(program: 'helm' | 'kubectl', args: readonly string[], limitSeconds: number): Promise<void> {
    const startedAt = performance.now();
    const { ok, output, error } = await (program === 'helm' ? this.helm(args, limitSeconds) : this.kubectl(args, { limitSeconds }));
    this.#journal.write('change', { command: [program, ...withoutValues(args)].join(' '), ok, seconds: Math.round((performance.now() - startedAt) / 100) / 10, ...(!ok && { said: (error || output).trim().slice(-2_000) }) });
    if (!ok) throw new Error(`${program} ${args[0]} failed: ${(error || output).trim()}`);
  }

  /** Values as helm takes them. */
  values(): string[] {
    return [...this.#options.values.flatMap((file) => ['--values', file]), ...this.#options.set.flatMap((value) => ['--set', value])];
  }

  async release(): Promise<Release | null> {
    return (await this.releases(false)).find(({ name }) => name === this.#options.release) ?? null;
  }

  /** Releases of this chart, here or everywhere. */
  async releases(everywhere: boolean): Promise<Release[]> {
    // Helm 4 lists every state by itself and does not know --all.
    const { ok, output, error } = await this.helm(['list', '--output', 'json', ...(everywhere ? ['--all-namespaces'] : []), ...((await this.helmMajor()) < 4 ? ['--all'] : [])]);
    if (!ok) throw new Error(error.trim());
    return (JSON.parse(output) as { name: string; namespace: string; revision: string; status: string; chart: string }[]).filter(({ chart }) => /^twinmcp-\d/.test(chart)).map((one) => ({ ...one, revision: Number(one.revision) }));
  }

  async helmMajor(): Promise<number> {
    const { ok, output } = await run('helm', ['version', '--template', '{{.Version}}'], 30);
    return ok ? Number(/^v(\d+)/.exec(output)?.[1] ?? 0) : 0;
  }
}

/** What is given with --set may be a secret. */
function withoutValues(args: readonly string[]): string[] {
  return args.map((arg, at) => (args[at - 1] === '--set' ? `${arg.split('=')[0]}=…` : arg));
}

export function run(command: string, args: readonly string[], limitSeconds: number, input?: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let [output, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    const timer = setTimeout(() => (child.kill('SIGTERM'), (error += `${command} did not end within ${limitSeconds} s`)), limitSeconds * 1_000);
    child.once('error', (cause: NodeJS.ErrnoException) => (clearTimeout(timer), resolve({ ok: false, output, error: cause.code === 'ENOENT' ? `${command} is not on the PATH` : cause.message })));
    child.once('close', (code) => (clearTimeout(timer), resolve({ ok: code === 0, output, error })));
    child.stdin.on('error', () => {}).end(input);
  });
}
