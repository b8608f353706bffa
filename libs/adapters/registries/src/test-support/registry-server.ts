import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RegistryServer {
  readonly url: string;
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  /** Most requests that were under way at once. */
  busiest: number;
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  stop(): Promise<void>;
}

/** A local server that speaks for a registry, and misbehaves when it is told to. */
export async function startRegistryServer(handle: RegistryServer['handle']): Promise<RegistryServer> {
  let active = 0;
  const server: Server = createServer((request, response) => {
    registry.requests.push({ url: request.url ?? '', headers: request.headers });
    registry.busiest = Math.max(registry.busiest, ++active);
    response.on('close', () => active--);
    registry.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: RegistryServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [], busiest: 0, handle,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
  return registry;
}

export function json(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Documents as the four protocols have them. */
export const PACKUMENT = {
  name: 'left-pad-plus', 'dist-tags': { latest: '2.0.0' }, description: 'Pads a string', keywords: ['string', 'pad'], license: 'MIT',
  maintainers: [{ name: 'ann' }, { name: 'bob' }], repository: { type: 'git', url: 'git+https://example.org/left-pad-plus.git' },
  readme: `# left-pad-plus\n\n\`\`\`js\npad('a', 3)\n\`\`\`\n${'words '.repeat(600)}`,
  time: { created: '2020-01-01T00:00:00Z', modified: '2026-01-02T00:00:00Z', '1.0.0': '2020-01-01T00:00:00Z', '2.0.0': '2026-01-01T00:00:00Z', 'not-a-version': '2021-01-01T00:00:00Z' },
  versions: {
    '1.0.0': { deprecated: 'use 2' }, 'not-a-version': {},
    '2.0.0': { types: 'index.d.ts', scripts: { test: 'node --test' }, dependencies: { pad: '^1.0.0' }, peerDependencies: { react: '>=18' } },
  },
};
export const PYPI_PROJECT = {
  info: { name: 'Flask-Thing', version: '1.2.0', summary: 'A thing for Flask', description: 'Thing\n=====\n\n>>> import thing\n', keywords: 'web, thing', license_expression: 'BSD-3-Clause', author: 'Ann', classifiers: ['Typing :: Typed'], requires_dist: ['Flask>=2 ; python_version > "3"', 'redis ; extra == "cache"'], project_urls: { Source: 'https://example.org/thing', Changelog: 'https://example.org/changes' } },
  releases: { '1.2.0': [{ upload_time_iso_8601: '2026-02-01T00:00:00Z', yanked: false }], '1.1.0': [{ upload_time_iso_8601: '2025-02-01T00:00:00Z', yanked: true, yanked_reason: 'broken' }], '2004d': [] },
};
export const CRATE = {
  crate: { name: 'fast-thing', description: 'Fast', keywords: ['fast'], recent_downloads: 9_000, max_stable_version: '0.3.0', repository: 'https://example.org/fast' },
  versions: [{ num: '0.4.0-rc.1', created_at: '2026-03-01T00:00:00Z' }, { num: '0.3.0', created_at: '2026-01-01T00:00:00Z', license: 'MIT OR Apache-2.0' }, { num: '0.2.0', created_at: '2025-01-01T00:00:00Z', yanked: true }],
};
