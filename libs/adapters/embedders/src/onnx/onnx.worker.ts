import { parentPort, workerData } from 'node:worker_threads';
import { OnnxRunner } from './onnx-runner.ts';
import type { OnnxReply, OnnxRequest, OnnxWorkerData } from './worker-messages.ts';

const port = parentPort!;
const { model, stop } = workerData as OnnxWorkerData;
const opening = import('onnxruntime-node').then(
  (runtime) => OnnxRunner.open(runtime, model),
  (cause: unknown) => Promise.reject(new Error('onnxruntime-node is not installed (npm install onnxruntime-node), or has nothing for this platform', { cause })),
);
opening.catch(() => {}); // said with the first answer

async function answer({ id, texts }: OnnxRequest): Promise<void> {
  try {
    const runner = await opening;
    const result = await runner.run(texts, () => Atomics.load(stop, 0) === 1);
    port.postMessage({ id, result } satisfies OnnxReply, [result.vectors.buffer as ArrayBuffer]);
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies OnnxReply);
  }
}

let last: Promise<unknown> = Promise.resolve();
port.on('message', (request: OnnxRequest) => {
  last = last.then(() => answer(request));
});
