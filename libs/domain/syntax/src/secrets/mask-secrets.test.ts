import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { maskSecrets } from './mask-secrets.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const random = (length: number, alphabet: string, seed = 7): string => {
  let state = seed;
  return Array.from({ length }, () => alphabet[(state = (Math.imul(state, 1103515245) + 12345) >>> 0) % alphabet.length]).join('');
};
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX = '0123456789abcdef';
const mixed = (length: number) => `aB3${random(length - 3, LETTERS)}`;
const pem = (kind: string, newline = '\n') => [`-----BEGIN ${kind}PRIVATE KEY-----`, random(64, LETTERS), random(64, LETTERS, 9), random(20, LETTERS, 5), `-----END ${kind}PRIVATE KEY-----`].join(newline);
const jwt = [`eyJ${mixed(30)}`, `eyJ${mixed(60)}`, mixed(43)].join('.');

const TOKENS: readonly [string, string][] = [
  ['AWS access key', `AKIA${random(16, UPPER)}`], ['AWS session key', `ASIA${random(16, UPPER)}`],
  ['GitHub token', `ghp_${mixed(36)}`], ['GitHub app token', `ghs_${mixed(36)}`], ['GitHub fine-grained token', `github_pat_${mixed(82)}`],
  ['GitLab token', `glpat-${mixed(20)}`], ['Slack bot token', `xoxb-${random(12, '0123456789')}-${mixed(24)}`], ['Slack app token', `xapp-1-${mixed(20)}`],
  ['Stripe key', `sk_live_${mixed(24)}`], ['Stripe restricted key', `rk_test_${mixed(24)}`], ['Google API key', `AIza${mixed(35)}`], ['Google client secret', `GOCSPX-${mixed(28)}`],
  ['npm token', `npm_${mixed(36)}`], ['PyPI token', `pypi-AgEIcHlwaS5vcmc${mixed(60)}`], ['SendGrid key', `SG.${mixed(22)}.${mixed(43)}`], ['Hugging Face token', `hf_${mixed(34)}`],
  ['Docker token', `dckr_pat_${mixed(27)}`], ['DigitalOcean token', `dop_v1_${random(64, HEX)}`], ['Databricks token', `dapi${random(32, HEX)}`], ['Vault token', `hvs.${mixed(24)}`],
  ['OpenAI key', `sk-proj-${mixed(48)}`], ['old OpenAI key', `sk-${mixed(48)}`], ['Anthropic key', `sk-ant-api03-${mixed(93)}AA`], ['JSON Web Token', jwt],
];

const hides = (text: string, secret: string) => {
  const { text: masked, secrets } = maskSecrets(text);
  expect(secrets).toBeGreaterThan(0);
  for (const line of secret.split(/\n|\\n/)) expect(masked).not.toContain(line);
  expect(masked).toHaveLength(text.length);
  expect([...masked].map((c) => c === '\n')).toEqual([...text].map((c) => c === '\n'));
  return masked;
};

describe('maskSecrets hides', () => {
  it.each(TOKENS)('%s, wherever it stands', (_name, token) => {
    for (const text of [token, `const client = new Client("${token}");`, `export X=${token}\n`, `- run: curl -H 'X-Key: ${token}' https://api.example.com`, `# old one: ${token}, do not use`]) hides(text, token);
    expect(hides(`a('${token}', b)`, token)).toBe(`a('${'*'.repeat(token.length)}', b)`);
  });

  it.each(['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '])('a %sprivate key, in a file, in a string, and without its end', (kind) => {
    const body = pem(kind).split('\n').slice(1, -1).join('\n');
    expect(hides(`before\n${pem(kind)}\nafter`, body)).toMatch(/^before\n-----BEGIN[^*]+\n\*{64}\n\*{64}\n\*{20}\n-----END[^*]+after$/);
    hides(`{"private_key": "${pem(kind, '\\n')}"}`, body.replaceAll('\n', '\\n'));
    hides(pem(kind).split('\n').slice(0, 3).join('\n'), body.split('\n')[0]!);
  });

  it('passwords inside addresses, and nothing else of them', () => {
    expect(maskSecrets('DATABASE_URL=postgres://app:s3cr3t!@db.example.com:5432/app?x=1').text).toBe('DATABASE_URL=postgres://app:*******@db.example.com:5432/app?x=1');
    expect(maskSecrets("connect('mongodb+srv://me:hunter2@cluster0.example.net')").secrets).toBe(1);
    expect(maskSecrets('redis://:longpassword1@127.0.0.1:6379').secrets).toBe(1);
  });

  it.each([
    (v: string) => `password = "${v}"`, (v: string) => `  "apiKey": "${v}",`, (v: string) => `client_secret: '${v}'`, (v: string) => `const AUTH_TOKEN = \`${v}\`;`, (v: string) => `{ dbPassword => '${v}' }`,
    (v: string) => `secret := "${v}"`, (v: string) => `os.environ["API_KEY"] = "${v}"`, (v: string) => `AWS_SECRET_ACCESS_KEY=${v}`, (v: string) => `  password: ${v}\n  user: x`, (v: string) => `Authorization: Bearer ${v}${v}`,
  ])('the value of a secret name: %s', (write) => {
    const value = `k7${random(24, LETTERS)}9Q4`;
    const text = write(value);
    expect(hides(text, value)).toBe(text.replaceAll(/k7\w+9Q4/g, (found) => '*'.repeat(found.length)));
  });

  it('several in one text, each once', () => {
    const text = TOKENS.map(([name, token]) => `${name}: ${token}`).join('\n');
    const { text: masked, secrets } = maskSecrets(text);
    expect(secrets).toBe(TOKENS.length);
    for (const [, token] of TOKENS) expect(masked).not.toContain(token);
  });
});

describe('maskSecrets leaves alone', () => {
  const uuid = '8f14e45f-ceea-467f-a9c1-0123456789ab';
  it.each([
    ['hashes', `commit ${random(40, HEX)}\nsha256:${random(64, HEX)}\n"integrity": "sha512-${random(86, LETTERS)}=="\netag = "${random(32, HEX)}"`],
    ['lock files', `"node_modules/jsonwebtoken": { "version": "9.0.2", "resolved": "https://example.com/jsonwebtoken-9.0.2.tgz", "integrity": "sha512-${random(86, LETTERS)}==" }\ntoken@^1.0.0:\n  version "1.0.1"\n  checksum: ${random(64, HEX)}`],
    ['UUIDs', `id: '${uuid}'\nprogressToken: '${uuid}'\n'Lock-Token': 'urn:uuid:${uuid}'`],
    ['code about secrets', "const token = nextToken(input);\nif (password.length < 8) throw new Error('password too short');\ninterface A { secret: string; apiKey?: string }\nconst tokenType = 'access_token';\nthis.token = token2;\nthis.apiKey = sha256Digest512\nlet token = base64UrlEncode32\npassword = get_password_from_keyring(user)"],
    ['names and placeholders', `apiKey: process.env.API_KEY\npassword: "\${DB_PASSWORD}"\ntoken = "<your-token-here>"\nsecret: "{{ vault.secret }}"\nclientSecret: 'demo-client-secret'\ntoken: 'e2e-entry-access-token'\npassword: '[redacted]'\nAPI_KEY=changeme\nprogressToken: 'replay-1'\nsecret_key: "/run/secrets/key1"`],
    ['addresses', 'http://localhost:3000/a@b\ngit@github.com:owner/name.git\nhttps://user@example.com\nimport x from "npm:@scope/name@1.2.3"\npostgres://${USER}:${PASSWORD}@host/db\nhttp://[::1]:8080'],
    ['class names and words', '.sk-circle-fade-dot-animation-delay {}\ntask-runner-with-a-very-long-name\nconst skeletonTokens = []\nghp_short\nAKIA\nBearer token\nBasic authentication is supported by default settings'],
    ['public keys', `-----BEGIN PUBLIC KEY-----\n${random(64, LETTERS)}\n-----END PUBLIC KEY-----\nssh-rsa ${random(200, LETTERS)} me@example.com\n-----BEGIN CERTIFICATE-----\n${random(64, LETTERS)}`],
    ['mentions of keys', "if (text.includes('-----BEGIN PRIVATE KEY-----')) throw new Error('a private key');"],
  ])('%s', (_name, text) => {
    expect(maskSecrets(text)).toEqual({ text, secrets: 0 });
  });

  it('the sources of this package, but for examples in tests', () => {
    for (const file of ['mask-secrets.ts', 'secret-rules.ts', '../chunk-code.ts', '../../package.json', '../../../../../package-lock.json']) {
      expect([file, maskSecrets(readFileSync(new URL(file, import.meta.url), 'utf8')).secrets]).toEqual([file, 0]);
    }
  });
});

describe('maskSecrets', () => {
  it('keeps every position and writes nothing but stars, for any text', () => {
    const piece = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('password="', "token: '", 'sk-', '-----BEGIN PRIVATE KEY-----', '-----END', '://a:', '@h', 'Bearer ', '\n', '"', 'eyJ', '.eyJ', '='), fc.constantFrom(...TOKENS.map(([, token]) => token)));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const once = maskSecrets(text);
        expect(once.text).toHaveLength(text.length);
        expect(once.text.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
        for (let i = 0; i < text.length; i++) if (once.text[i] !== text[i]) expect(once.text[i]).toBe('*');
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['one long line of base64', random(2_000_000, LETTERS)],
    ['addresses without end', '://a:b'.repeat(200_000)],
    ['key heads without end', '-----BEGIN PRIVATE KEY-----\n'.repeat(20_000)],
    ['names without value', 'password = "'.repeat(100_000)],
    ['tokens run together', 'eyJaaaaaaaaaa.'.repeat(100_000)],
    ['white space after a name', `token${' '.repeat(1_000_000)}`],
  ])('takes %s in its stride', (_name, text) => {
    const started = performance.now();
    maskSecrets(text);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
