import { boundTurn, type ConversationKey, type ConversationLimits, type ConversationStore, type SentPlace, type Topic, type Turn } from '@twinmcp/context';
import type { LazyDatabase } from '../lazy-database.ts';

const scopeOf = ({ tenant, workspaceId }: Omit<ConversationKey, 'name'>) => `${tenant}/${workspaceId}`;
const idOf = (key: ConversationKey) => `${scopeOf(key)}/${key.name}`;

/** Conversations in the relational store. Any replica continues any conversation. */
export class PrismaConversationStore implements ConversationStore {
  readonly #database: LazyDatabase;
  readonly #now: () => number;

  constructor(database: LazyDatabase, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async read(key: ConversationKey, limits: ConversationLimits): Promise<Turn[]> {
    const rows = await this.#database.use((prisma) =>
      prisma.conversationTurn.findMany({ where: { conversationId: idOf(key), askedAt: { gt: new Date(Math.max(0, this.#now() - limits.retentionMs)) } }, orderBy: { number: 'desc' }, take: limits.turns }),
    );
    return rows.reverse().map(({ number, askedAt, query, topic, sent }) => ({ number, askedAt: askedAt.getTime(), query, topic: topic as unknown as Topic, sent: sent as unknown as SentPlace[] }));
  }

  append(key: ConversationKey, given: Omit<Turn, 'number'>, limits: ConversationLimits): Promise<number> {
    const id = idOf(key);
    const scope = scopeOf(key);
    const turn = boundTurn(given);
    const askedAt = new Date(turn.askedAt);
    return this.#database.use((prisma) =>
      prisma.$transaction(async (tx) => {
        // The row is locked until the end, so that two questions at once get two numbers.
        const { lastTurn: number } = await tx.conversation.upsert({ where: { id }, create: { id, scope, lastTurn: 1, createdAt: askedAt, usedAt: askedAt }, update: { lastTurn: { increment: 1 }, usedAt: askedAt } });
        await tx.conversationTurn.create({ data: { conversationId: id, number, askedAt, query: turn.query, topic: turn.topic as object, sent: turn.sent as unknown as object[] } });
        await tx.conversationTurn.deleteMany({ where: { conversationId: id, number: { lte: number - limits.turns } } });
        if (number === 1) {
          const old = await tx.conversation.findMany({ where: { scope }, orderBy: { usedAt: 'desc' }, skip: limits.conversations, select: { id: true } });
          if (old.length > 0) await tx.conversation.deleteMany({ where: { id: { in: old.map((one) => one.id) } } });
        }
        return number;
      }),
    );
  }

  async remove({ name, ...workspace }: Omit<ConversationKey, 'name'> & { readonly name?: string }): Promise<number> {
    const where = name === undefined ? { scope: scopeOf(workspace) } : { id: idOf({ ...workspace, name }) };
    return (await this.#database.use((prisma) => prisma.conversation.deleteMany({ where }))).count;
  }

  async expire(unusedSince: number): Promise<number> {
    return (await this.#database.use((prisma) => prisma.conversation.deleteMany({ where: { usedAt: { lt: new Date(Math.max(0, unusedSince)) } } }))).count;
  }
}
