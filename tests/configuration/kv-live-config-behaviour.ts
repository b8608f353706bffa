import { setTimeout as wait } from 'node:timers/promises';
import type { KeyValueStore } from '@twinmcp/messaging';
import { CONFIG_BUCKET, KvLiveConfig, StaticLiveConfig, type ConfigLog } from '@twinmcp/platform';

const until = async (condition: () => boolean) => {
  for (let i = 0; i < 250 && !condition(); i++) await wait(20);
  expect(condition()).toBe(true);
};

/** What the services of a mesh see of a changing configuration, whatever store carries it. */
export function kvLiveConfigBehaviour(name: string, open: () => Promise<{ store: KeyValueStore; close(): Promise<void> }>): void {
  describe(`KvLiveConfig ${name}`, () => {
    let store: KeyValueStore;
    let closeStore: () => Promise<void>;
    let open_: KvLiveConfig[];
    let logged: string[];
    const log: ConfigLog = { info: () => {}, warn: (facts, message) => logged.push(`${message} ${JSON.stringify(facts)}`) };
    const start = async (values: Record<string, unknown> = {}, options: { publish?: boolean; env?: Record<string, string> } = {}) => {
      const local = StaticLiveConfig.of(values);
      const live = await KvLiveConfig.start({ local, store, log, env: {}, ...options });
      open_.push(live);
      return { local, live };
    };

    beforeEach(async () => {
      ({ store, close: closeStore } = await open());
      open_ = [];
      logged = [];
    });
    afterEach(async () => {
      for (const live of open_) await live.close();
      await closeStore();
    });

    it('makes every service follow one publisher, with the same revision everywhere', async () => {
      const publisher = await start({ hybrid: { ast_threshold: 0.6 } }, { publish: true });
      const early = await start();
      await until(() => early.live.current.hybrid.ast_threshold === 0.6);
      publisher.local.change({ hybrid: { ast_threshold: 0.9 } });
      await until(() => early.live.current.hybrid.ast_threshold === 0.9 && publisher.live.current.hybrid.ast_threshold === 0.9);
      const late = await start();
      await until(() => late.live.current.hybrid.ast_threshold === 0.9);
      expect(new Set([publisher.live.revision, early.live.revision, late.live.revision]).size).toBe(1);
      expect(early.live.revision).toBeGreaterThan(1);
    });

    it('leaves ports, addresses and secrets of each process alone', async () => {
      await start({ gateway: { port: 9000 }, nats: { servers: ['nats://u:hunter2@broker'] }, database: { url: 'postgres://u:hunter2@db' }, logging: { level: 'debug' } }, { publish: true });
      const follower = await start({ gateway: { port: 7000 } });
      await until(() => follower.live.current.logging.level === 'debug');
      expect([follower.live.current.gateway.port, follower.live.current.nats.servers]).toEqual([7000, ['nats://127.0.0.1:4222']]);
      expect(JSON.stringify(await store.list(CONFIG_BUCKET))).not.toContain('hunter2');
    });

    it('lets a variable of one process win over what is shared', async () => {
      await start({ logging: { level: 'warn' }, hybrid: { ast_threshold: 0.3 } }, { publish: true });
      const follower = await start({ logging: { level: 'trace' } }, { env: { TWINMCP_LOGGING__LEVEL: 'trace' } });
      await until(() => follower.live.current.hybrid.ast_threshold === 0.3);
      expect(follower.live.current.logging.level).toBe('trace');
    });

    it('refuses shared values that do not fit, says why, and takes the next good ones; ignores keys of a newer release', async () => {
      const follower = await start();
      const seen: number[] = [];
      follower.live.onChange(({ hybrid }) => seen.push(hybrid.ast_threshold));
      await store.put(CONFIG_BUCKET, 'shared', { 'hybrid.ast_threshold': 7 });
      await until(() => logged.length === 1);
      expect(logged[0]).toMatch(/refused, the old one stays.*hybrid\.ast_threshold is more than 1/);
      expect(follower.live.current.hybrid.ast_threshold).toBe(0.8);
      await store.put(CONFIG_BUCKET, 'shared', { 'hybrid.ast_threshold': 0.4, 'gateway.port': 1, 'from.the.future': true });
      await until(() => seen.length === 1);
      expect([seen, follower.live.current.gateway.port]).toEqual([[0.4], 3000]);
    });

    it('keeps what is in force when the entry is deleted or nobody publishes', async () => {
      const follower = await start({ hybrid: { ast_threshold: 0.5 } });
      expect([follower.live.current.hybrid.ast_threshold, follower.live.revision]).toEqual([0.5, 0]);
      await store.put(CONFIG_BUCKET, 'shared', { 'hybrid.ast_threshold': 0.4 });
      await until(() => follower.live.current.hybrid.ast_threshold === 0.4);
      await store.delete(CONFIG_BUCKET, 'shared');
      await wait(100);
      expect(follower.live.current.hybrid.ast_threshold).toBe(0.4);
    });

    it('does not publish again what is there already: a restart changes no revision', async () => {
      const first = await start({ hybrid: { ast_threshold: 0.6 } }, { publish: true });
      await until(() => first.live.revision > 0);
      const second = await start({ hybrid: { ast_threshold: 0.6 } }, { publish: true });
      await until(() => second.live.revision > 0);
      await wait(50);
      expect(second.live.revision).toBe(first.live.revision);
    });
  });
}
