import { astAnalysis } from '@twinmcp/contracts';
import { errorMessage } from '@twinmcp/kernel';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import type { Logger } from 'pino';
import type { MeasureQuality } from './measure-quality.usecase.ts';

/** How often it is looked whether a measurement is due; the interval itself may change while the program runs. */
const CHECK_MS = 60_000;
const TIMEOUT_MS = 600_000;
const RETRY_MS = 3_600_000;

/** Measures every workspace now and then (`embedding.quality.every`). A workspace that was measured within that time, by whom ever, waits. */
export class QualitySchedule {
  readonly #measure: MeasureQuality;
  readonly #rpc: RpcClient;
  readonly #everyMs: () => number;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  /** Workspace → when it was tried last; one that is empty or fails is not tried every minute. */
  readonly #tried = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(measure: MeasureQuality, rpc: RpcClient, everyMs: () => number, logger: Logger) {
    this.#measure = measure;
    this.#rpc = rpc;
    this.#everyMs = everyMs;
    this.#logger = logger;
  }

  start(checkMs = CHECK_MS): void {
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.runDue());
    }, checkMs);
    this.#timer.unref();
  }

  async runDue(now = Date.now()): Promise<void> {
    const everyMs = this.#everyMs();
    if (everyMs === 0 || this.#stop.signal.aborted) return;
    try {
      const { workspaces } = await this.#rpc.call(astAnalysis.listWorkspaces, {}, this.#ctx());
      for (const { id: workspaceId } of workspaces) {
        const { runs } = await this.#measure.history({ workspaceId });
        if (this.#stop.signal.aborted || now - (runs[0]?.at ?? 0) < everyMs) continue;
        if (now - (this.#tried.get(workspaceId) ?? 0) < Math.min(everyMs, RETRY_MS)) continue;
        this.#tried.set(workspaceId, now);
        await this.#run(workspaceId);
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#logger.warn({ reason: errorMessage(error) }, 'vector quality could not be measured');
    }
  }

  /** What fails for one workspace keeps no other one waiting. */
  async #run(workspaceId: string): Promise<void> {
    try {
      const { state, findings } = await this.#measure.execute({ workspaceId, sample: 1_500, probes: 150, keep: true }, this.#ctx());
      if (state === 'degraded') this.#logger.warn({ workspaceId, findings: findings.map(({ message }) => message) }, 'the vectors of a workspace have become worse');
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#logger.warn({ workspaceId, reason: errorMessage(error) }, 'vector quality could not be measured');
    }
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#stop.abort(new Error('the service stops'));
    await this.#running;
  }

  #ctx() {
    return newCallContext({ timeoutMs: TIMEOUT_MS, signal: this.#stop.signal });
  }
}
