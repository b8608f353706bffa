import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const COMMANDS = ['plan', 'apply', 'verify', 'rollback'] as const;
export type Command = (typeof COMMANDS)[number];

/** Part of the command's interface: pipelines depend on them. */
export const EXIT = {
  ok: 0,
  /** The release failed; the one before is back and answers. */
  rolledBack: 1,
  usage: 2,
  /** A check failed; nothing was changed. */
  refused: 3,
  /** Rolling back failed too, or verifying found faults with nothing to go back to: somebody has to look. */
  needsHands: 4,
} as const;

export const HELP = `Usage: node tools/deploy/main.mjs <command> [options]

  plan       run the checks and show what would change; changes nothing
  apply      checks, rollout one service after the other, verification, and rollback by itself when one of them fails
  verify     ask the running release: is everything ready, does it resolve a library, does it answer a question
  rollback   back to the release before (or --revision), and verify

  --release <name>          release of Helm                                            [twinmcp]
  --namespace <name>        name space, made when it is missing                        [twinmcp]
  --chart <folder>          the chart                                                  [helm/twinmcp of this clone]
  -f, --values <file>       values, as of helm; may be given again
  --set <key=value>         one value; may be given again
  --kubeconfig <file>, --context <name>     which cluster; default: that of kubectl
  --url <url>               where the gateway is asked; default: through kubectl port-forward
  --key-variable <name>     environment variable that holds a client's key             [TWINMCP_API_KEY]
  --workspace <id>          workspace that verify asks; default: the first that is indexed
  --question <text>         what it asks                                               [where does the program start]
  --at-once                 all services at the same time instead of one after the other
  --timeout <seconds>       for each step of the rollout                               [600]
  --backup <file>           manifest that tools/operations/backup.mjs wrote, or any file whose time says when the backup was made
  --backup-age <hours>      how old it may be                                          [24]
  --without-backup          there is nothing to lose, or it is kept elsewhere
  --skip <check>            leave a check out; may be given again. Names: see plan
  --revision <n>            for rollback
  --dry-run                 apply as plan does
  --journal <file>          what was done, as JSON lines                               [twinmcp-deploy.jsonl]
  --json                    the outcome as one JSON document on standard output

Exit codes: 0 done · 1 failed, and the release before is back · 2 wrong usage · 3 a check failed, nothing was changed · 4 needs somebody's hands.`;

export interface Options {
  readonly command: Command;
  readonly release: string;
  readonly namespace: string;
  readonly chart: string;
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly url?: string | undefined;
  readonly keyVariable: string;
  readonly workspace?: string | undefined;
  readonly question: string;
  readonly atOnce: boolean;
  readonly timeoutSeconds: number;
  readonly backup?: string | undefined;
  readonly backupAgeHours: number;
  readonly withoutBackup: boolean;
  readonly skip: readonly string[];
  readonly revision?: number | undefined;
  readonly dryRun: boolean;
  readonly journal: string;
  readonly json: boolean;
}

export class UsageError extends Error {}

/** Throws a `UsageError` with what is wrong; null when help is asked for. */
export function readOptions(argv: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv], allowPositionals: true,
      options: {
        help: { ...flag, short: 'h' }, release: { ...text, default: 'twinmcp' }, namespace: { ...text, default: 'twinmcp', short: 'n' }, chart: text, values: { ...many, short: 'f' }, set: many, kubeconfig: text, context: text, url: text,
        'key-variable': { ...text, default: 'TWINMCP_API_KEY' }, workspace: text, question: { ...text, default: 'where does the program start' }, 'at-once': flag, timeout: { ...text, default: '600' }, backup: text, 'backup-age': { ...text, default: '24' },
        'without-backup': flag, skip: many, revision: text, 'dry-run': flag, journal: { ...text, default: 'twinmcp-deploy.jsonl' }, json: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { values, positionals: [command, ...rest] } = parsed;
  if (values.help) return null;
  if (!COMMANDS.includes(command as Command)) throw new UsageError(`${command === undefined ? 'A command is missing' : `There is no command "${command}"`}: ${COMMANDS.join(', ')}.`);
  if (rest.length > 0) throw new UsageError(`Nothing is expected after ${command}: "${rest.join(' ')}".`);
  const number = (name: string, given: string, least: number): number => {
    if (!/^\d+(?:\.\d+)?$/.test(given) || Number(given) < least) throw new UsageError(`--${name} takes a number from ${least}, not "${given}".`);
    return Number(given);
  };
  return {
    command: command as Command, release: values.release, namespace: values.namespace, values: values.values, set: values.set, kubeconfig: values.kubeconfig, context: values.context, url: values.url?.replace(/\/$/, ''),
    chart: path.resolve(values.chart ?? fileURLToPath(new URL('../../helm/twinmcp', import.meta.url))), keyVariable: values['key-variable'], workspace: values.workspace, question: values.question, atOnce: values['at-once'],
    timeoutSeconds: number('timeout', values.timeout, 1), backup: values.backup, backupAgeHours: number('backup-age', values['backup-age'], 0), withoutBackup: values['without-backup'], skip: values.skip,
    revision: values.revision === undefined ? undefined : number('revision', values.revision, 1), dryRun: values['dry-run'], journal: values.journal, json: values.json,
  };
}
