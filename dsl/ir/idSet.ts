/** A set of ids of nodes: they are small and dense, and asking for one costs less than hashing an object does. */
export class IdSet {
  #bits = new Uint8Array(1024);

  /** @returns whether the id is new */
  add(id: number): boolean {
    if (id >= this.#bits.length) {
      const longer = new Uint8Array(Math.max(2 * this.#bits.length, id + 1));
      longer.set(this.#bits);
      this.#bits = longer;
    }
    if (this.#bits[id] === 1) return false;
    this.#bits[id] = 1;
    return true;
  }

  has(id: number): boolean {
    return this.#bits[id] === 1;
  }
}
