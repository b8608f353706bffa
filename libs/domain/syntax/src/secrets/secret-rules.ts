/** One kind of secret: what to look for, which part of it to hide. */
export interface SecretRule {
  readonly name: string;
  /** Global; the group that matched is what is hidden, without groups the whole match. Starts with literal text: such a search is fast. */
  readonly pattern: RegExp;
  /** Further conditions on what would be hidden; `group`: which one matched, 0 = none. */
  readonly accepts?: (value: string, group: number) => boolean;
}

const varied = (value: string) => /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value);

/** Tokens that say by their prefix whose they are, as their issuers document it. One search for all: they are rare. */
const PREFIXED: readonly string[] = [
  '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])', // AWS, access key ids (IAM: unique identifiers)
  'gh[pousr]_[A-Za-z0-9]{36,255}', // GitHub, token formats of 2021
  'github_pat_[A-Za-z0-9_]{22,255}', // GitHub, fine-grained tokens
  'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[\\w-]{20,}', // GitLab, token overview
  'xox[abeoprs]-[\\w-]{10,}', // Slack, token types
  'xapp-\\d-[\\w-]{10,}', // Slack, app-level tokens
  '[sr]k_(?:live|test)_[A-Za-z0-9]{16,}', // Stripe, API keys
  'whsec_[A-Za-z0-9+/=]{24,}', // Stripe, webhook secrets
  'AIza[\\w-]{35}', // Google, API keys
  'GOCSPX-[\\w-]{28}', // Google, OAuth client secrets
  'ya29\\.[\\w-]{20,}', // Google, OAuth access tokens
  'npm_[A-Za-z0-9]{36}', // npm, access tokens
  'pypi-[\\w-]{50,}', // PyPI, API tokens
  'SG\\.[\\w-]{22}\\.[\\w-]{43}', // SendGrid
  'hf_[A-Za-z0-9]{30,}', // Hugging Face
  'dckr_[po]at_[\\w-]{20,}', // Docker Hub
  'do[opr]_v1_[a-f0-9]{64}', // DigitalOcean
  'shp(?:at|ca|pa|ss|ua)_[a-fA-F0-9]{32}', // Shopify
  'dapi[a-f0-9]{32}', // Databricks
  'hv[sbr]\\.[\\w-]{24,}', // HashiCorp Vault
  'lin_api_[A-Za-z0-9]{32,}', // Linear
  'rubygems_[a-f0-9]{48}', // RubyGems
  'sbp_[a-f0-9]{40}', // Supabase
  'glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}', // Grafana
  'PMAK-[a-f0-9]{24}-[a-f0-9]{34}', // Postman
  'sk-[\\w-]{20,}', // OpenAI and Anthropic
  'eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}', // JSON Web Token, RFC 7519
];

/** A value that a person did not write as words, a name, a path or a placeholder, and that is no UUID: those name things. */
export function looksRandom(value: string): boolean {
  if (/[${}<>()[\]]|%s|\.\.\.|^[./]|^https?:/.test(value)) return false;
  if (/^(?:urn:)?(?:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value)) return false;
  if (value.split(/[-_. :/]/).every((word) => /^(?:[A-Za-z]*\d{0,2}|\d{1,4}|[A-Za-z]\d[A-Za-z])$/.test(word))) return false;
  return entropy(value) >= 2.75;
}

/** How often letters and digits take turns. */
function changes(value: string): number {
  return value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
}

/** Shannon's, bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}

const SECRET_NAME = '(?:passw(?:or)?d|pwd|passphrase|secret|token|(?:api|access|private|secret|signing|encryption|account|auth)[_-]?key|credentials?)';

export const SECRET_RULES: readonly SecretRule[] = [
  // Interior of a PEM block (RFC 7468), also when its lines are joined by a written "\n", and the lines after a block whose end is missing.
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----((?:(?!-----)[\s\S]){16,16384}?)-----END/g },
  { name: 'private key without end', pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----((?:(?:\s|\\[nr]){1,8}[A-Za-z0-9+/=]{16,80}){1,400})/g },
  { name: 'token', pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${PREFIXED.join('|')})`, 'g'), accepts: (value) => (!value.startsWith('sk-') && !value.startsWith('pypi-')) || varied(value) },
  { name: 'password of an address', pattern: /:\/\/[^\s/:@"'`<>{}$]{0,128}:([^\s/@"'`<>{}$*]{3,256})@[\w[]/g },
  { name: 'webhook', pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/]{20,100})/g },
  { name: 'authorization', pattern: /(?:Bearer|Basic) ([\w.~+/-]{20,2048}=*)/g, accepts: looksRandom },
  { name: 'storage key', pattern: /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{40,88}={0,2})/g },
  // In quotes, or alone to the end of the line as in configuration files; in code a name may stand there, e.g. `base64Digest512`.
  {
    name: 'value of a secret name',
    pattern: new RegExp(`${SECRET_NAME}["'\`\\])]{0,2}\\s{0,4}(?:=>|:=|[=:])\\s{0,4}(?:["'\`]([^\\s"'\`]{8,512})["'\`]|([A-Za-z0-9+/=_-]{12,512})[ \\t]*$)`, 'gim'),
    accepts: (value, group) => looksRandom(value) && (group === 1 || changes(value) >= 4),
  },
];
