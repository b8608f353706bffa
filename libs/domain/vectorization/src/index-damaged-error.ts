/** What is stored is no readable index. The owner of the index moves it aside and starts an empty one; the owner of the files sends them again. */
export class IndexDamagedError extends Error {
  override readonly name = 'IndexDamagedError';

  constructor(reason: string, cause?: unknown) {
    super(`the index is damaged: ${reason}`, { cause });
  }
}
