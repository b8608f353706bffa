// The analysis thread, except that some file names bring it down the ways a grammar could: by a loop, a trap, memory without end.
import { parentPort } from 'node:worker_threads';
import type { AnalysisRequest } from '../worker-messages.ts';

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly f: () => void } };
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
/** (module (func (export "f") unreachable)) */
const TRAP = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11);

function misbehave({ path }: AnalysisRequest): void {
  if (path.startsWith('hang')) for (;;);
  if (path.startsWith('trap')) new Instance(new Module(TRAP)).exports.f();
  if (path.startsWith('memory')) for (const held: number[][] = []; ; ) held.push(Array.from({ length: 100_000 }, (_, i) => i + held.length));
}

const port = parentPort!;
const listen = port.on.bind(port);
const post = port.postMessage.bind(port);
/** The thread takes one job after the other: a file misbehaves when its turn has come. */
let turn: Promise<void> = Promise.resolve();
let answered = (): void => {};
port.postMessage = ((...message: Parameters<typeof post>) => {
  post(...message);
  answered();
}) as typeof port.postMessage;
port.on = ((event: string, listener: (request: AnalysisRequest) => void) =>
  listen(event as 'message', (request: AnalysisRequest) => {
    turn = turn.then(() => new Promise((resolve) => {
      answered = resolve;
      if (request.failure === null) misbehave(request);
      listener(request);
    }));
  })) as typeof port.on;
await import('../analysis.worker.ts');
