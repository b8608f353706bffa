import { z } from 'zod';
import { restart } from '../key-flags.ts';

export const logging = z.strictObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Least severity that is written. debug names every request, trace every message.'),
  format: z.enum(['json', 'pretty']).default('json').describe('json = one object a line, for collectors; pretty = for a person at a terminal.').meta(restart),
});
