/** The jobs this process works on, so that a cancellation that arrives here takes effect at once. */
export class RunningJobs {
  readonly #controllers = new Map<string, AbortController>();

  start(jobId: string): AbortController {
    const controller = new AbortController();
    this.#controllers.set(jobId, controller);
    return controller;
  }

  end(jobId: string): void {
    this.#controllers.delete(jobId);
  }

  cancel(jobId: string): void {
    this.#controllers.get(jobId)?.abort(new Error('cancelled by a request'));
  }
}
