import { connect } from 'node:net';

interface PortQuestion {
  readonly port: number;
  /** Default loopback. */
  readonly host?: string;
  readonly timeoutMs?: number;
  /** What its first bytes must begin with; without it a connection is enough. */
  readonly greeting?: string;
}

/** Whether somebody accepts connections there. */
export function portAnswers({ port, host = '127.0.0.1', timeoutMs = 1_000, greeting }: PortQuestion): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: timeoutMs });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    if (greeting === undefined) socket.once('connect', () => end(true));
    else socket.once('data', (data) => end(data.toString('latin1').startsWith(greeting)));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
