export interface LabelScores {
  readonly labels: number;
  readonly found: number;
  readonly hits: number;
  /** null: nothing was found, or there are no labels. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly F1: number | null;
}

export interface LabelMiss {
  readonly case: string;
  readonly missed: readonly string[];
  readonly extra: readonly string[];
}

/** Precision and recall of what was found against labels, over all cases of a set. */
export class LabelScore {
  readonly misses: LabelMiss[] = [];
  #hits = 0;
  #found = 0;
  #labels = 0;

  /** A label is met by any of its keys, and a found key meets one label. The same key twice counts once. */
  add(id: string, found: readonly string[], labels: readonly (readonly string[])[]): void {
    const left = new Set(found);
    this.#found += left.size;
    this.#labels += labels.length;
    const missed: string[] = [];
    for (const keys of labels) {
      const hit = keys.find((key) => left.has(key));
      if (hit === undefined) missed.push(keys[0]!);
      else {
        left.delete(hit);
        this.#hits++;
      }
    }
    if (missed.length + left.size > 0) this.misses.push({ case: id, missed, extra: [...left] });
  }

  scores(): LabelScores {
    const [hits, found, labels] = [this.#hits, this.#found, this.#labels];
    const ratio = (of: number) => (of === 0 ? null : hits / of);
    return { labels, found, hits, precision: ratio(found), recall: ratio(labels), F1: found + labels === 0 ? null : (2 * hits) / (found + labels) };
  }
}
