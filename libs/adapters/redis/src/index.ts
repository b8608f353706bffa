export { RedisSharedCache, type RedisCacheOptions } from './redis-shared-cache.ts';
