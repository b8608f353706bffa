import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc/<pid>/stat: USER_HZ is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

export interface Usage {
  /** CPU time of all threads so far, ms. */
  readonly cpuMs: number;
  /** CPU time of each living thread, ms; the main one is called `main`. */
  readonly threads: ReadonlyMap<string, number>;
  readonly rssMb: number;
}

/** What a process has used so far, from /proc. Throws where there is none. */
export function usageOf(pid: number): Usage {
  const threads = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      threads.set(thread === String(pid) ? 'main' : thread, cpuOf(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
    } catch {
      // it ended meanwhile
    }
  }
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { cpuMs: cpuOf(readFileSync(`/proc/${pid}/stat`, 'utf8')), threads, rssMb: (Number(rss?.[1]) * 1_024) / 1e6 };
}

/** User and system time of a stat line. The name in brackets may hold spaces and brackets itself. */
function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

export interface Spent {
  readonly cpuMs: number;
  /** Of the main thread: one request after the other passes through it. */
  readonly mainMs: number;
  /** Of the busiest other thread. */
  readonly workerMs: number;
}

/** What was used between two readings. */
export function spentBetween(before: Usage, after: Usage): Spent {
  const others = [...after.threads].filter(([thread]) => thread !== 'main').map(([thread, ms]) => ms - (before.threads.get(thread) ?? 0));
  return { cpuMs: after.cpuMs - before.cpuMs, mainMs: (after.threads.get('main') ?? 0) - (before.threads.get('main') ?? 0), workerMs: Math.max(0, ...others) };
}
