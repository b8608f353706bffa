import { z } from 'zod';
import { reserved, restart } from '../key-flags.ts';

export const embedding = z.strictObject({
  provider: z.enum(['local']).default('local').describe('What turns text into vectors. local = built in, no download, no network.').meta({ ...restart, ...reserved('the choice of a provider; there is one yet') }),
});
