import { SECRET_RULES } from './secret-rules.ts';

/** Where any secret begins: a text without these words, which is nearly every text, is left alone after one look. */
const HINT = /PRIVATE KEY|AKIA|ASIA|ABIA|ACCA|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox[abeoprs]-|xapp-|[sr]k_(?:live|test)_|whsec_|AIza|GOCSPX|ya29\.|npm_|pypi-|SG\.|hf_|dckr_|do[opr]_v1_|shp[a-z]{2}_|dapi|hv[sbr]\.|lin_api_|rubygems_|sbp_|glsa_|PMAK-|sk-|eyJ|:\/\/[^\s/:@]{0,128}:|hooks\.slack|Bearer |Basic |(?:Account|SharedAccess)Key=|passw|pwd|passphrase|secret|token|[_-]?key["'`\])]{0,2}\s{0,4}[=:]|credential/i;

export interface Masked {
  readonly text: string;
  readonly secrets: number;
}

/**
 * The text with keys, tokens and passwords as `*`. Every character keeps its place, so that lines, columns and syntax
 * stay what they were. What looks like a hash, an identifier or a word is left alone, see `SECRET_RULES`.
 */
export function maskSecrets(text: string): Masked {
  if (!HINT.test(text)) return { text, secrets: 0 };
  let masked = text;
  let secrets = 0;
  for (const { pattern, accepts } of SECRET_RULES) {
    masked = masked.replace(pattern, (match: string, ...rest: unknown[]) => {
      const group = typeof rest[0] === 'string' ? rest[0] : null;
      const value = group ?? match;
      if (/^\*+$/.test(value) || accepts?.(value) === false) return match;
      secrets++;
      const at = group === null ? 0 : match.lastIndexOf(group);
      return match.slice(0, at) + value.replace(/[^\s*]/g, '*') + match.slice(at + value.length);
    });
  }
  return secrets === 0 ? { text, secrets } : { text: masked, secrets };
}
