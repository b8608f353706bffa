import { closeSync, openSync } from 'node:fs';

/**
 * SIGHUP means "read your configuration again" to a daemon, and "your terminal is gone" to a program in the foreground.
 * The second must still end the process, or closing a window would leave it behind.
 */
export function onHangUp(reload: () => void): () => void {
  if (reloads.size === 0) {
    hadTerminal = hasTerminal();
    process.on('SIGHUP', hungUp);
  }
  reloads.add(reload);
  return () => {
    if (reloads.delete(reload) && reloads.size === 0) process.off('SIGHUP', hungUp);
  };
}

const reloads = new Set<() => void>();
let hadTerminal = false;

function hungUp(): void {
  if (hadTerminal && !hasTerminal()) process.kill(process.pid, 'SIGTERM');
  else for (const reload of reloads) reload();
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
