import { connectNats } from '@twinmcp/bus-nats';
import { BusRpcClient } from '@twinmcp/messaging';
import type { OwnedEngine } from '../engine/engine-session.ts';
import type { Mesh } from './start-mesh.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** A mesh that this process supervises, seen as the engine of its data directory: calls go over its own NATS. Closing it stops the mesh. */
export async function meshEngine(mesh: Pick<Mesh, 'url' | 'natsUrl' | 'stop'>, signal?: AbortSignal): Promise<OwnedEngine> {
  try {
    // Says nothing of the connection: it comes and goes with nats-server, whose supervisor reports that.
    const transports = await connectNats({ servers: [mesh.natsUrl], name: 'twinmcp mesh', connectTimeoutMs: CONNECT_TIMEOUT_MS, signal });
    return {
      rpc: new BusRpcClient(transports.bus),
      url: mesh.url,
      close: async () => {
        try {
          await transports.close();
        } finally {
          await mesh.stop();
        }
      },
    };
  } catch (error) {
    await mesh.stop();
    throw error;
  }
}
