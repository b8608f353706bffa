import { z } from 'zod';
import { defineRpc } from './index.ts';

describe('defineRpc', () => {
  const base = { service: 'embedding', verb: 'do-it', summary: '', idempotent: true, input: z.object({}), output: z.object({}) } as const;

  it('derives the subject and fills in what is left open, also when it is written as undefined', () => {
    for (const contract of [defineRpc(base), defineRpc({ ...base, timeoutMs: undefined, errors: undefined } as never)]) {
      expect(contract).toMatchObject({ subject: 'twinmcp.v1.embedding.do-it', timeoutMs: 5_000, errors: [] });
    }
    expect(defineRpc({ ...base, timeoutMs: 9, errors: ['conflict'] })).toMatchObject({ timeoutMs: 9, errors: ['conflict'] });
  });
});
