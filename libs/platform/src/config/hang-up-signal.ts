import { closeSync, openSync } from 'node:fs';

/**
 * SIGHUP means "read your configuration again" to a daemon, and "your terminal is gone" to a program in the foreground.
 * The second must still end the process, or closing a window would leave it behind.
 */
export function onHangUp(reload: () => void): () => void {
  const hadTerminal = hasTerminal();
  const listener = () => {
    if (!hadTerminal || hasTerminal()) return reload();
    process.kill(process.pid, 'SIGTERM');
  };
  process.on('SIGHUP', listener);
  return () => process.off('SIGHUP', listener);
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
