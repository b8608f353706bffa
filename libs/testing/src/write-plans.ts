import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const VERBS = ['Implement', 'Document', 'Test', 'Measure', 'Review', 'Remove', 'Rename', 'Split', 'Cache', 'Validate', 'Migrate', 'Encrypt', 'Index', 'Render', 'Schedule', 'Retry', 'Monitor', 'Parse', 'Export', 'Translate'];
const THINGS = ['the parser', 'request headers', 'the session store', 'error pages', 'the search index', 'user settings', 'payment webhooks', 'the job queue', 'audit logs', 'the release notes', 'image uploads', 'the rate limiter', 'access tokens', 'the report', 'database migrations', 'the command line', 'e-mail templates', 'the vector cache', 'the dashboard', 'time zones'];
const WHYS = ['so that old clients still work', 'before the next release', 'with a property test', 'and measure the difference', 'as the policy asks', 'for screen readers', 'without blocking the event loop', 'when the disk is full', 'in both languages', 'behind a flag', 'after the security review', 'on every supported platform', 'with a rollback plan', 'and tell support', 'under load'];

/** The same numbers on every machine. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Plans of 250 tasks a file, in sections and nested; every task has words of its own. Returns how many tasks there are. */
export function writePlans(folder: string, tasks: number, seed = 1): number {
  const next = numbers(seed);
  const pick = (words: readonly string[]) => words[next(words.length)]!;
  let written = 0;
  for (let file = 0; written < tasks; file++) {
    const lines = [`# Plan ${file}: ${pick(THINGS)}`, ''];
    for (let section = 1; section <= 10 && written < tasks; section++) {
      lines.push(`## ${section}. ${pick(VERBS)} ${pick(THINGS)}`, '', `What this is about: ${pick(THINGS)} ${pick(WHYS)}.`, '');
      for (let task = 1; task <= 25 && written < tasks; task++, written++) {
        const nested = task % 5 !== 1;
        lines.push(`${nested ? '  ' : ''}- [${next(3) === 0 ? 'x' : ' '}] **${file}.${section}.${task}** ${pick(VERBS)} ${pick(THINGS)} for module${next(5_000)} ${pick(WHYS)}, ticket ${next(90_000) + 10_000}`);
      }
      lines.push('');
    }
    const target = path.join(folder, `area-${file % 20}`, `plan-${String(file).padStart(5, '0')}.md`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, lines.join('\n'));
  }
  return written;
}
