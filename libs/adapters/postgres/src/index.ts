export { configuredDatabase } from './configured-database.ts';
export { PrismaConversationStore } from './context/prisma-conversation-store.ts';
export { LazyDatabase, type LazyDatabaseOptions } from './lazy-database.ts';
export { databaseLocation, type DatabaseLocation } from './database-location.ts';
export { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
export { translateDatabaseError } from './database-errors.ts';
export type { RelationalDatabase, SqlSession } from './model.ts';
export type { PrismaClient, Prisma } from './generated/client.ts';
