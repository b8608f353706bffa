/** Growing column of unsigned 32-bit numbers. `values` may be longer than `length`. */
export class UintColumn {
  values = new Uint32Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  clear(): void {
    this.length = 0;
  }

  toArray(): Uint32Array {
    return this.values.slice(0, this.length);
  }
}
