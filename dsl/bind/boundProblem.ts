import type { Declaration } from '../ir/declaration.ts';
import type { Relation } from '../ir/relation.ts';
import type { CallSite } from '../source/location.ts';
import type { BoundInstance, BoundScope } from './boundScope.ts';

/** Something that a description says and that has no meaning at this binding. */
export type BoundProblem =
  | {
      readonly kind: 'index-out-of-range';
      readonly name: string;
      readonly index: number;
      readonly length: number;
      readonly scope: BoundScope;
      readonly site: CallSite | undefined;
      /** The declaration that is indexed, where it is one. */
      readonly declaration: Declaration | undefined;
    }
  | {
      readonly kind: 'width';
      /** What does not fit: "assignment", "slice", ... */
      readonly what: string;
      readonly expected: number;
      readonly actual: number;
      readonly scope: BoundScope;
      readonly site: CallSite | undefined;
    }
  | {
      readonly kind: 'zero-width';
      readonly name: string;
      readonly width: number;
      readonly scope: BoundScope;
      readonly site: CallSite | undefined;
    }
  | {
      readonly kind: 'parameter-out-of-range';
      readonly parameter: string;
      readonly value: number;
      readonly range: string;
      readonly instance: BoundInstance;
    }
  | { readonly kind: 'relation-violated'; readonly relation: Relation; readonly instance: BoundInstance };
