import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LibraryResolutionModule } from '@twinmcp/app-library-resolution';
import { connectNats } from '@twinmcp/bus-nats';
import { createLogger, FileLiveConfig, startService, StaticLiveConfig, type RunningService } from '@twinmcp/platform';
import { describeWithServer, eventually, startNatsServer, type RunningServer } from '@twinmcp/testing';

describeWithServer('nats-server', 'a configuration file changed while services run', () => {
  let folder: string;
  let file: string;
  let server: RunningServer;
  let live: FileLiveConfig;
  const running: RunningService[] = [];
  const lines: string[] = [];

  const write = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const start = async (config: FileLiveConfig | StaticLiveConfig, publishConfig: boolean) => {
    const service = await startService({
      service: 'library-resolution', module: LibraryResolutionModule, config, publishConfig,
      logger: createLogger({ config, service: 'library-resolution', stream: { write: (line) => void lines.push(line) } }),
      connect: ({ name }) => connectNats({ servers: [server.url], name }),
      listen: () => ({ host: '127.0.0.1', port: 0 }),
    });
    running.push(service);
    return service;
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-follow-'));
    file = path.join(folder, 'config.yaml');
    write('libraries:\n  max_manifests: 10\n');
    server = await startNatsServer();
    live = FileLiveConfig.start({ files: [file], env: {} });
  });
  afterAll(async () => {
    for (const service of running) await service.stop();
    live.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is followed by all of them without a restart; a bad one is refused with the reason and changes nothing', async () => {
    const publisher = await start(live, true);
    const follower = await start(StaticLiveConfig.of({ nats: { servers: [server.url] } }), false);
    const seen = () => [publisher, follower].map(({ config }) => config.current.libraries.max_manifests);
    await eventually(() => seen().every((value) => value === 10));

    write('libraries:\n  max_manifests: 20\n');
    await eventually(() => seen().every((value) => value === 20));
    expect(publisher.config.revision).toBe(follower.config.revision);

    const revision = follower.config.revision;
    write('libraries:\n  max_manifests: many\n');
    await eventually(() => lines.some((line) => line.includes('refused')));
    expect(lines.find((line) => line.includes('refused'))).toMatch(/config\.yaml:2: libraries\.max_manifests is not a number \(write whole number 1 to 5000; default 200\)/);
    expect([seen(), follower.config.revision]).toEqual([[20, 20], revision]);

    write('libraries:\n  max_manifests: 30\nnats:\n  servers: [nats://elsewhere:4222]\n');
    await eventually(() => seen().every((value) => value === 30));
    expect(follower.config.current.nats.servers).toEqual([server.url]);
    expect(lines.some((line) => line.includes('needs restart') && line.includes('nats.servers'))).toBe(true);
  });
});
