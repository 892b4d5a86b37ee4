import { type IntExpr, int, type Relation, type Width } from '../../dsl/index.ts';
import { type ParameterName, parameterNames, parameterRanges } from './plan.ts';
import type { Parameters, Said } from './scribe.ts';

const { W, V, N, K, S } = parameterRanges;
/** The parameters that every module has, as its head declares them. */
export const specs = {
  W: int(W.default, W),
  V: int(V.default, V),
  N: int(N.default, N),
  K: int(K.default, K),
  S: int(S.default, S),
};

/** Relations that hold at every binding. */
export const relations: readonly Said<(given: Readonly<Record<ParameterName, IntExpr>>) => Relation[]>[] = [
  { said: () => [], text: '[]' },
  { said: given => [given.W.plus(given.V).atLeast(2)], text: '[W.plus(V).atLeast(2)]' },
  {
    said: given => [given.S.atMost(given.K.plus(7)), given.N.atLeast(given.S.minus(6))],
    text: '[S.atMost(K.plus(7)), N.atLeast(S.minus(6))]',
  },
];
export const specText = parameterNames
  .map(name => {
    const { default: value, min, max } = parameterRanges[name];
    return `${name}: int(${value}, { min: ${min}, max: ${max} })`;
  })
  .join(', ');

export function parametersOf(given: Readonly<Record<keyof Parameters, Width>>): Parameters {
  const said = (name: keyof Parameters): Said<Width> => ({ said: given[name], text: name });
  return { W: said('W'), V: said('V'), N: said('N'), K: said('K'), S: said('S') };
}
