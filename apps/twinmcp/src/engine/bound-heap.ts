import v8 from 'node:v8';

/** Two semi-spaces of 16 MiB. V8 on a machine with much memory lets them grow to 128 MiB together, which buys an engine that waits for questions nothing. */
const ENOUGH_BYTES = 32 * 1024 * 1024;
const CHECK_MS = 100;

/**
 * What threads that start later begin with. The factor below holds for the whole process, so theirs would stay at the
 * 1 MiB that they are born with: the thread of the index then collected three times an answer.
 */
const THREAD_SEMI_SPACE_MB = 4;

/**
 * Stops the young generation of this process from growing past about 32 MiB. `--max-semi-space-size` would say it directly but is read
 * only when the process starts, and the command is started by agents and shells that pass no flags. The growth factor is
 * read at each growth: at 1 the size stays as it is.
 */
export function boundYoungGeneration(): void {
  v8.setFlagsFromString(`--min-semi-space-size=${THREAD_SEMI_SPACE_MB}`);
  const timer = setInterval(() => {
    const size = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
    if (size < ENOUGH_BYTES) return;
    v8.setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, CHECK_MS);
  timer.unref();
}

/** Of what is alive after a collection, so much is added before the next. V8 takes up to three times as much where memory is plenty. */
const GROWTH_PERCENT = 40;

/** For a process that stays beside an editor: 320 questions leave it 60 MB smaller, for some hundredths of processor time more. */
export function growHeapSlowly(): void {
  v8.setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
