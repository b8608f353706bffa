import type { SharedCache } from '@twinmcp/context';

export interface OpenSharedCache {
  readonly cache: SharedCache | null;
  close(): Promise<void>;
}

/** The Redis client is loaded where a server is configured. */
export async function openSharedCache({ url, cluster }: { readonly url: string; readonly cluster: boolean }, logger: { info(fields: object, message: string): void; warn(fields: object, message: string): void }): Promise<OpenSharedCache> {
  if (url === '') return { cache: null, close: async () => undefined };
  const { RedisSharedCache } = await import('@twinmcp/redis');
  const cache = new RedisSharedCache({
    url,
    cluster,
    onState: (state, reason) => (state === 'away' ? logger.warn({ reason }, 'the shared cache is away: questions are answered without it') : logger.info({}, 'the shared cache is back')),
  });
  return { cache, close: () => cache.close() };
}
