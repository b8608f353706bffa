import { contentHash, DomainError } from '@twinmcp/kernel';

/** A cursor belongs to one question and one generation: pages of two rankings never mix. */
interface Position {
  readonly generation: number;
  readonly question: string;
  readonly offset: number;
}

export function questionKey(question: unknown): string {
  return contentHash(JSON.stringify(question), 12);
}

export function encodeCursor({ generation, question, offset }: Position): string {
  return Buffer.from(`${generation}.${question}.${offset}`).toString('base64url');
}

export function decodeCursor(cursor: string, question: string): Pick<Position, 'generation' | 'offset'> {
  const match = /^(\d{1,15})\.([0-9a-f]{12})\.(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match) throw new DomainError('invalid-input', 'the cursor is not one that this service gave');
  if (match[2] !== question) throw new DomainError('invalid-input', 'the cursor belongs to another question');
  return { generation: Number(match[1]), offset: Number(match[3]) };
}
