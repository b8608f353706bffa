/** The best `limit` items seen, by score and then by `compareItems`: a binary heap whose root is the worst kept. */
export class TopK {
  readonly #limit: number;
  readonly #compareItems: (a: number, b: number) => number;
  readonly #items: number[] = [];
  readonly #scores: number[] = [];

  constructor(limit: number, compareItems: (a: number, b: number) => number) {
    this.#limit = limit;
    this.#compareItems = compareItems;
  }

  offer(item: number, score: number): void {
    const size = this.#items.length;
    if (size < this.#limit) {
      this.#items.push(item);
      this.#scores.push(score);
      this.#up(size);
    } else if (size > 0 && this.#better(item, score, this.#items[0]!, this.#scores[0]!)) {
      this.#items[0] = item;
      this.#scores[0] = score;
      this.#down(0);
    }
  }

  /** An item with a lower score would not be kept. */
  get least(): number {
    return this.#items.length < this.#limit ? -Infinity : (this.#scores[0] ?? Infinity);
  }

  /** Best first. */
  sorted(): { item: number; score: number }[] {
    return this.#items
      .map((item, i) => ({ item, score: this.#scores[i]! }))
      .sort((a, b) => b.score - a.score || this.#compareItems(a.item, b.item));
  }

  #better(item: number, score: number, thanItem: number, thanScore: number): boolean {
    return score > thanScore || (score === thanScore && this.#compareItems(item, thanItem) < 0);
  }

  #worse(a: number, b: number): boolean {
    return this.#better(this.#items[b]!, this.#scores[b]!, this.#items[a]!, this.#scores[a]!);
  }

  #up(at: number): void {
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#worse(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(at: number): void {
    for (;;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.#items.length && this.#worse(child, worst)) worst = child;
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b]!, this.#items[a]!];
    [this.#scores[a], this.#scores[b]] = [this.#scores[b]!, this.#scores[a]!];
  }
}
