import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const here = path.resolve('apps/gateway/src/test-support');
export const childArguments = (script: string): string[] => ['--no-warnings', '--import', path.join(here, 'typescript-hooks.mjs'), '-C', 'twinmcp-source', path.join(here, script)];

export interface GatewayProcess {
  readonly process: ChildProcess;
  readonly url: string;
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  readonly log: string[];
}

/** Resolves when the process says that it is ready. */
export async function startGatewayProcess(): Promise<GatewayProcess> {
  const child = spawn(process.execPath, childArguments('serve-gateway.ts'), { stdio: ['ignore', 'inherit', 'pipe'] });
  const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const log: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    exited.then((code) => reject(new Error(`the gateway ended with ${code}:\n${log.join('')}`)));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log.push(text);
      const ready = /"url":"(http:[^"]+)"/.exec(log.join(''));
      if (ready) resolve(ready[1]!);
    });
  });
  return { process: child, url, exited, log };
}
