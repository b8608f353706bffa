import { z } from 'zod';

export const share = () => z.number().min(0).max(1);

/** For `superRefine`: the weights of a ranking are shares of one whole. */
export function sumsToOne(section: Readonly<Record<string, number>>, ctx: z.RefinementCtx): void {
  const sum = Object.values(section).reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > 0.001) ctx.addIssue({ code: 'custom', message: `the weights add up to ${Number(sum.toFixed(4))}, they must add up to 1` });
}

/** For `superRefine`: `first` must not be above `second`, e.g. the warning comes before the critical value. */
export const ordered = (first: string, second: string) => (section: object, ctx: z.RefinementCtx): void => {
  const values = section as Readonly<Record<string, number>>;
  if (values[first]! > values[second]!) ctx.addIssue({ code: 'custom', path: [second], message: `${second} (${values[second]}) is below ${first} (${values[first]})` });
};
