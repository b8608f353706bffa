import { parentPort } from 'node:worker_threads';
import { threadErrorOf, type ThreadCall, type ThreadReply } from './thread-messages.ts';

/** The other end of a `ThreadClient`. Calls are begun in the order they came; each answers when it is done. Returns what tells the client of something unasked. */
export function serveThread(handle: (method: string, args: readonly unknown[]) => unknown): (event: unknown) => void {
  const send = (reply: ThreadReply): void => parentPort!.postMessage(reply);
  const answer = async ({ id, method, args }: ThreadCall): Promise<void> => {
    try {
      send({ id, value: await handle(method, args) });
    } catch (error) {
      send({ id, error: threadErrorOf(error) });
    }
  };
  parentPort!.on('message', (call: ThreadCall) => void answer(call));
  return (event) => send({ event });
}
