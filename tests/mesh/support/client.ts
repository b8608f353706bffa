import type { ContextAnswer, IndexJob, SearchHit, Workspace } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A plain HTTP client of the REST interface: what a user of the mesh has. */
export class RestClient {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(this.#base + path, { method, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T };
  }

  /** Tried again, visibly, where the mesh says that it cannot now: whether requests fail is for other tests to count. */
  async register(root: string): Promise<Workspace> {
    for (let attempt = 1; ; attempt++) {
      const { status, body } = await this.send<{ workspace?: Workspace }>('POST', '/v1/workspaces', { source: { kind: 'directory', root } });
      if (body.workspace) return body.workspace;
      const what = `${root} was not registered: ${status} ${JSON.stringify(body)}`;
      if (attempt === 3 || (status !== 503 && status !== 504)) throw new Error(what);
      console.warn(what);
      await sleep(1_000);
    }
  }

  async submit(workspaceId: string, full = false): Promise<Answer<{ job: IndexJob }>> {
    return this.send('POST', `/v1/workspaces/${workspaceId}/index`, { full });
  }

  async job(id: string): Promise<Answer<{ job: IndexJob }>> {
    return this.send('GET', `/v1/jobs/${id}`);
  }

  async finished(id: string, timeoutMs: number): Promise<IndexJob> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const { status, body } = await this.job(id);
      if (status === 200 && !['queued', 'running'].includes(body.job.state)) return body.job;
      if (Date.now() > end) throw new Error(`job ${id} did not end: ${status} ${JSON.stringify(body)}`);
      await sleep(100);
    }
  }

  async index(root: string, timeoutMs = 60_000): Promise<{ workspace: Workspace; job: IndexJob }> {
    const workspace = await this.register(root);
    const { status, body } = await this.submit(workspace.id);
    if (!body.job) throw new Error(`the job was not accepted: ${status} ${JSON.stringify(body)}`);
    return { workspace, job: await this.finished(body.job.id, timeoutMs) };
  }

  search(workspaceId: string, query: string): Promise<Answer<{ hits: SearchHit[]; degraded: unknown[] }>> {
    return this.send('POST', '/v1/search', { workspaceId, query, limit: 50 });
  }

  context(workspaceId: string, query: string, budget = 3000): Promise<Answer<ContextAnswer>> {
    return this.send('POST', '/v1/context', { workspaceId, query, budget });
  }
}
