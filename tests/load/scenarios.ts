import type { Outcome } from './drive.ts';
import type { HttpClient, Reply } from './http-client.ts';
import { LIBRARY_QUESTIONS } from './library-names.data.ts';

export interface Target {
  readonly client: HttpClient;
  readonly workspaceId: string;
  /** Asked in this order, from `first` on. */
  readonly questions: readonly string[];
  /** Names of declarations of the workspace. */
  readonly names: readonly string[];
  /** Tokens of an answer, at most. */
  readonly budget: number;
}

export interface Scenario {
  readonly summary: string;
  /** Before anything is counted. */
  prepare?(target: Target): Promise<void>;
  /** One request. `index` counts all requests that were ever made of this target, so that questions differ. */
  send(target: Target, index: number): Promise<Outcome>;
}

/** So many questions make the working set of the cached scenarios. */
export const CACHED_QUESTIONS = 40;
const NOTHING_MISSING = Buffer.from('"degraded":[]');
const POLL_MS = 50;

const outcome = ({ status, body }: Reply, repeated = false): Outcome => ({ ok: status === 200, status, degraded: status === 200 && body.includes('"degraded":[') && !body.includes(NOTHING_MISSING), repeated });
const ask = (target: Target, query: string): Promise<Reply> => target.client.send('POST', '/v1/context', { workspaceId: target.workspaceId, query, budget: target.budget });
const search = (target: Target, query: string): Promise<Reply> => target.client.send('POST', '/v1/search', { workspaceId: target.workspaceId, query, limit: 20 });
const nth = (list: readonly string[], index: number): { text: string; repeated: boolean } => ({ text: list[index % list.length]!, repeated: index >= list.length });

const define = <const T extends Record<string, Scenario>>(scenarios: T): T => scenarios;

export const SCENARIOS = define({
  ask: {
    summary: 'POST /v1/context, every question new',
    send: async (target, index) => {
      const { text, repeated } = nth(target.questions, index);
      return outcome(await ask(target, text), repeated);
    },
  },
  'ask-cached': {
    summary: `POST /v1/context, ${CACHED_QUESTIONS} questions over and over, all asked once before`,
    prepare: async (target) => {
      for (const query of working(target)) await ask(target, query);
    },
    send: async (target, index) => outcome(await ask(target, working(target)[index % CACHED_QUESTIONS]!)),
  },
  search: {
    summary: 'POST /v1/search, 20 results, every question new',
    send: async (target, index) => {
      const { text, repeated } = nth(target.questions, index);
      return outcome(await search(target, text), repeated);
    },
  },
  symbols: {
    summary: 'GET /v1/workspaces/<id>/symbols, by exact and by broad name in turn, every name new',
    send: async (target, index) => {
      const { text, repeated } = nth(target.names, index);
      return outcome(await target.client.send('GET', `/v1/workspaces/${target.workspaceId}/symbols?name=${encodeURIComponent(text)}&match=${index % 2 === 0 ? 'exact' : 'broad'}&limit=20`), repeated);
    },
  },
  resolve: {
    summary: `POST /v1/libraries/resolve: ${LIBRARY_QUESTIONS.length} names, slips, imports and purposes, each with another limit the next time round`,
    send: async (target, index) => {
      const { text } = nth(LIBRARY_QUESTIONS, index);
      return outcome(await target.client.send('POST', '/v1/libraries/resolve', { query: text, limit: 3 + (Math.floor(index / LIBRARY_QUESTIONS.length) % 8) }));
    },
  },
  index: {
    summary: 'an indexing job of the workspace as it stands, from submitting it to its end',
    send: async ({ client, workspaceId }) => {
      const reply = await client.send('POST', `/v1/workspaces/${workspaceId}/index`, {});
      if (reply.status !== 202) return { ok: false, status: reply.status };
      const { job } = JSON.parse(reply.body.toString()) as { job: { id: string } };
      return { ok: (await finished(client, job.id)) === 'succeeded', status: 200 };
    },
  },
});

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];

/** State of a job once it has ended. */
export async function finished(client: HttpClient, jobId: string): Promise<string> {
  for (;;) {
    const { job } = await client.json<{ job: { state: string } }>('GET', `/v1/jobs/${jobId}`);
    if (job.state !== 'queued' && job.state !== 'running') return job.state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** From the end of the list, which the scenarios that ask something new reach last. */
function working({ questions }: Target): readonly string[] {
  return questions.slice(-CACHED_QUESTIONS);
}

/** Which scenario a request belongs to, by weight and evenly spread: with ask .75 and search .25 every fourth is a search. */
export class Mix {
  readonly #parts: { readonly name: ScenarioName; readonly weight: number; credit: number }[];

  /** `{ ask: 3, search: 1 }`; weights need not add up to one. */
  constructor(weights: Readonly<Partial<Record<ScenarioName, number>>>) {
    const given = Object.entries(weights).filter(([, weight]) => weight > 0);
    const total = given.reduce((sum, [, weight]) => sum + weight, 0);
    this.#parts = given.map(([name, weight]) => ({ name: name as ScenarioName, weight: weight / total, credit: 0 }));
  }

  get names(): readonly ScenarioName[] {
    return this.#parts.map(({ name }) => name);
  }

  next(): ScenarioName {
    for (const part of this.#parts) part.credit += part.weight;
    const chosen = this.#parts.reduce((best, part) => (part.credit > best.credit + 1e-9 ? part : best));
    chosen.credit -= 1;
    return chosen.name;
  }
}

/** `ask=.6,search=.4` or `ask`. Throws with what is known when a name is not. */
export function parseMix(text: string): Partial<Record<ScenarioName, number>> {
  const weights: Partial<Record<ScenarioName, number>> = {};
  for (const part of text.split(',')) {
    const [name = '', weight = '1'] = part.split('=');
    if (!SCENARIO_NAMES.includes(name as ScenarioName)) throw new Error(`There is no scenario "${name}"; there are ${SCENARIO_NAMES.join(', ')}.`);
    if (!(Number(weight) > 0)) throw new Error(`The weight of ${name} is "${weight}", not a number above 0.`);
    weights[name as ScenarioName] = Number(weight);
  }
  return weights;
}
