// @ts-nocheck: TypeScript refuses some of these in the editor; here is what is said to who does not look.
import { bool, input, module, output, uint } from '../../../../dsl/index.ts';

const ports = () => ({ en: input(bool), go: input(bool), a: input(uint(8)), b: input(uint(8)), q: output(uint(8)) });

/** What JavaScript decides by itself, and `scoville check` finds in the source. */
export const hostConditions = {
  'an if on a signal': () =>
    module('m', { params: {}, ports }, ({ en, a, q }) => {
      if (en) q.set(a);
    }),
  'three equals signs': () =>
    module('m', { params: {}, ports }, ({ a, b, q }) => {
      if (a === b) q.set(a);
      else q.set(b);
    }),
  'a question mark': () => module('m', { params: {}, ports }, ({ en, a, b, q }) => q.set(en ? a : b)),
  'an and of JavaScript': () =>
    module('m', { params: {}, ports: () => ({ en: input(bool), go: input(bool), q: output(bool) }) }, ({ en, go, q }) =>
      q.set(en && go),
    ),
  'a not of JavaScript': () =>
    module('m', { params: {}, ports: () => ({ en: input(bool), q: output(bool) }) }, ({ en, q }) => q.set(!en)),
};
