import { connectNats } from '@twinmcp/bus-nats';
import { describeWithServer, startNatsServer, type RunningServer } from '@twinmcp/testing';
import { kvLiveConfigBehaviour } from './kv-live-config-behaviour.ts';

describeWithServer('nats-server', 'configuration over NATS', () => {
  let server: RunningServer;
  // One server a test: the bucket is the same in all of them.
  kvLiveConfigBehaviour('over NATS', async () => {
    server = await startNatsServer();
    const transports = await connectNats({ servers: [server.url], name: 'configuration-test' });
    return {
      store: transports.kv,
      close: async () => {
        await transports.close();
        await server.stop();
      },
    };
  });
});
