/** Which versions an advisory means, read by a person from its words. Pre-releases of a fix are before the fix. */
type Truth = readonly (readonly [advisory: string, name: string, versions: Readonly<Record<string, boolean>>])[];

export const NPM_TRUTH: Truth = [
  ['NPM-1', 'bassmaster', { '0.1.0': true, '1.5.0': true, '1.5.1': true, '1.5.2': false, '1.6.0': false, '2.0.0': false }],
  ['NPM-123', 'swagger-ui', { '2.1.3': false, '2.1.4': true, '2.1.5': false, '3.0.0': false }],
  ['NPM-145', 'plotly.js', { '1.0.0': true, '1.10.3': true, '1.10.4': false, '1.10.9': false, '1.11.0': true, '1.15.7': true, '1.16.0': false, '2.0.0': false, '1.16.0-rc1': true }],
  ['NPM-308', 'decamelize', { '1.0.0': false, '1.1.0': true, '1.1.1': true, '1.1.2': false }],
  ['NPM-331', 'nes', { '6.4.0': true, '6.4.1': false, '1.0.0': true, '10.0.0': false }],
  ['NPM-367', 'hoek', { '4.2.0': true, '4.2.1': false, '4.9.9': false, '5.0.0': true, '5.0.2': true, '5.0.3': false, '2.16.3': true }],
  ['NPM-492', 'just-extend', { '3.9.9': true, '4.0.0': false, '4.0.0-beta.1': true }],
  ['NPM-66', 'mysql', { '0.9.6': true, '2.0.0-alpha7': true, '2.0.0-alpha8': false, '2.0.0-alpha1': true, '2.0.0': false, '2.18.1': false }],
  ['NPM-95', 'cli', { '0.11.3': true, '1.0.0': false, '1.0.1': false }],
  ['NPM-426', 'command-exists', { '1.2.3': true, '1.2.4': false }],
  ['NPM-470', 'ps', { '0.0.5': true, '1.0.0': false }],
  ['NPM-118', 'minimatch', { '3.0.1': true, '3.0.2': false, '2.0.10': true, '0.3.0': true, '9.0.0': false }],
  ['NPM-511', 'seeftl', { '0.0.1': true, '1.2.3': true, '99.0.0': true }],
  ['NPM-166', 'nw', { '0.12.3': true, '99.0.0': true }],
];

export const GO_TRUTH: Truth = [
  ['GO-2026-5490', 'github.com/go-git/go-billy/v5', { 'v5.0.0': true, 'v5.8.9': true, 'v5.9.0': false, 'v5.9.0-rc.1': true, 'v5.10.0': false, 'v6.0.0-alpha.1': false }],
  ['GO-2026-5526', 'github.com/openbao/openbao', { 'v0.0.0-20250101000000-aaaaaaaaaaaa': true, 'v0.0.0-20260420162526-f58111d2ca54': false, 'v0.0.0-20260420162525-000000000000': true, 'v1.0.0': false }],
  ['GO-2026-5559', 'github.com/oauth2-proxy/oauth2-proxy/v7', { 'v7.4.0': false, 'v7.5.0': true, 'v7.15.1': true, 'v7.15.2': false, 'v7.5.0-rc.1': false }],
  ['GO-2026-5559', 'github.com/oauth2-proxy/oauth2-proxy', { 'v0.0.1': true, 'v3.2.0+incompatible': true }],
  ['GO-2026-5593', 'github.com/go-acme/lego/v4', { 'v4.0.0': true, 'v4.33.9': true, 'v4.34.0': false, 'v4.35.0': false }],
  ['GO-2026-5626', 'github.com/lin-snow/ech0', { 'v1.4.7': true, 'v1.4.8-0.20260503034700-cb8d7a997dd8': false, 'v1.4.8-0.20260101000000-aaaaaaaaaaaa': true, 'v1.4.8': false }],
  ['GO-2026-5660', 'github.com/caddyserver/caddy/v2', { 'v2.0.0': true, 'v2.11.3': true, 'v2.11.4': false, 'v2.9.0': true }],
  ['GO-2026-5693', 'github.com/go-git/go-git/v6', { 'v6.0.0-alpha.3': true, 'v6.0.0-alpha.4': false, 'v6.0.0-alpha.10': false, 'v6.0.0': false }],
  ['GO-2026-5693', 'github.com/go-git/go-git/v5', { 'v5.19.0': true, 'v5.19.1': false, 'v5.2.0': true }],
  ['GO-2026-5761', 'github.com/opencontainers/runc', { 'v1.0.0-rc95': true, 'v1.3.5': true, 'v1.3.6': false, 'v1.3.9': false, 'v1.4.0': true, 'v1.4.2': true, 'v1.4.3': false, 'v1.5.0-rc.1': true, 'v1.5.0-rc.2': true, 'v1.5.0-rc.3': false, 'v1.5.0': false, 'v1.4.0-rc.1': false }],
  ['GO-2026-5915', 'github.com/coder/coder/v2', { 'v2.29.16': true, 'v2.29.17': false, 'v2.30.0': true, 'v2.32.7': false, 'v2.33.0': true, 'v2.33.8': false, 'v2.34.1': true, 'v2.34.2': false, 'v2.35.0': false }],
  ['GO-2026-5985', 'github.com/forgekeep/nebula-mesh', { 'v0.5.9': false, 'v0.6.0': true, 'v0.7.1': true, 'v0.7.2': false }],
  ['GO-2026-6089', 'stdlib', { '1.24.0': true, '1.25.12': true, '1.25.13': false, '1.26.0': true, '1.26.0-rc.1': true, '1.26.5': true, '1.26.6': false, '1.27.0-rc.2': true, '1.27.0-rc.3': false, '1.27.0': false }],
  ['GO-2026-6243', 'github.com/QuantumNous/new-api', { 'v0.9.0': true, 'v1.0.0-rc.15': true, 'v1.0.0-rc.9': true, 'v1.0.0-rc.16': false, 'v1.0.0': false }],
];
