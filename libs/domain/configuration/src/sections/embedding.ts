import { z } from 'zod';
import { restart } from '../key-flags.ts';

export const embedding = z.strictObject({
  provider: z.enum(['local']).default('local').describe('What turns text into vectors. local = built in, no download, no network.').meta(restart),
});
