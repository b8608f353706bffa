/** UTF-8 bytes of one token of prose or code, before anything was learnt. */
const INITIAL_BYTES = 3.5;
const LEARNING = 0.2;

/** About how many tokens a text has for a model whose tokenizer is not here: bytes by a ratio that follows what the provider reports. */
export class TokenEstimate {
  #bytesPerToken = INITIAL_BYTES;

  of(bytes: number): number {
    return Math.ceil(bytes / this.#bytesPerToken);
  }

  learn(bytes: number, tokens: number): void {
    if (tokens <= 0 || bytes <= 0) return;
    const seen = Math.min(16, Math.max(0.5, bytes / tokens));
    this.#bytesPerToken += LEARNING * (seen - this.#bytesPerToken);
  }
}

/** The beginning of a text, at most so many UTF-8 bytes, cut between characters. */
export function cutBytes(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text);
  let end = maxBytes;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
