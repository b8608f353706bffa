import { SECRET_RULES } from './secret-rules.ts';

export interface Masked {
  readonly text: string;
  readonly secrets: number;
}

/**
 * The text with keys, tokens and passwords as `*`. Every character keeps its place, so that lines, columns and syntax
 * stay what they were. What looks like a hash, an identifier or a word is left alone, see `SECRET_RULES`.
 */
export function maskSecrets(text: string): Masked {
  let masked = text;
  let secrets = 0;
  for (const { pattern, accepts } of SECRET_RULES) {
    masked = masked.replace(pattern, (match: string, ...rest: unknown[]) => {
      // Groups, then the position, which is a number.
      const group = 1 + rest.slice(0, rest.findIndex((one) => typeof one === 'number')).findIndex((one) => one !== undefined);
      const value = group === 0 ? match : (rest[group - 1] as string);
      if (/^\*+$/.test(value) || accepts?.(value, group) === false) return match;
      secrets++;
      const at = match.lastIndexOf(value);
      return match.slice(0, at) + value.replace(/[^\s*]/g, '*') + match.slice(at + value.length);
    });
  }
  return secrets === 0 ? { text, secrets } : { text: masked, secrets };
}
