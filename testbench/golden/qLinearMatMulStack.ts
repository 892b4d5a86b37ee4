export interface Stack {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Which matrix of A and which of B each product of the batch takes. */
  readonly products: readonly { readonly a: number; readonly b: number }[];
}

/** The products in numpy's matmul of two stacks of matrices, the leading dimensions broadcast; undefined if none. */
export function stackOf(a: readonly number[], b: readonly number[], y: readonly number[]): Stack | undefined {
  const [m, k, n] = [a.at(-2), a.at(-1), b.at(-1)];
  if (m === undefined || k === undefined || n === undefined || b.at(-2) !== k) return undefined;
  const [aBatch, bBatch] = [a.slice(0, -2), b.slice(0, -2)];
  const dimensions = Math.max(aBatch.length, bBatch.length);
  let products = [{ a: 0, b: 0 }];
  const shape: number[] = [];
  for (let dimension = dimensions; dimension > 0; dimension--) {
    const [aSize, bSize] = [aBatch.at(-dimension) ?? 1, bBatch.at(-dimension) ?? 1];
    if (aSize !== bSize && aSize !== 1 && bSize !== 1) return undefined;
    const size = aSize === 1 ? bSize : aSize;
    shape.push(size);
    const indices = Array.from({ length: size }, (_, index) => index);
    products = products.flatMap(product =>
      indices.map(index => ({
        a: product.a * aSize + (aSize === 1 ? 0 : index),
        b: product.b * bSize + (bSize === 1 ? 0 : index),
      })),
    );
  }
  const result = [...shape, m, n];
  return result.length === y.length && result.every((size, index) => size === y[index])
    ? { m, k, n, products }
    : undefined;
}
