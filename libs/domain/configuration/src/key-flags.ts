/** Marks on a key of the schema, set with `.meta(…)`; `configKeys()` reads them back. */
export interface KeyFlags {
  /** Read once at start: a new value is reported as "needs restart" and not applied. */
  readonly restart?: true;
  /** Never printed: not in logs, reports or `config show`. */
  readonly secret?: true;
  /** Never shared: each process reads its own file and environment. Restart-only keys are local by nature. */
  readonly local?: true;
  /** Nothing reads it yet; the text says what will. */
  readonly reserved?: string;
}

export const restart = { restart: true } as const satisfies KeyFlags;
export const secret = { secret: true } as const satisfies KeyFlags;
export const local = { local: true } as const satisfies KeyFlags;
export const reserved = (reader: string) => ({ reserved: reader }) as const satisfies KeyFlags;
