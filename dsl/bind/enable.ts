import type { BoundDomain } from './boundClock.ts';
import type { BoundNode } from './boundNode.ts';
import type { NodeFactory } from './nodes.ts';

/** The condition under which statements apply, made when it is first needed; undefined: always. */
export type Enable = () => BoundNode | undefined;

export const always: Enable = () => undefined;

/** The same value, made once. */
export function once(make: Enable): Enable {
  let made: { readonly value: BoundNode | undefined } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A condition, and the enable of a domain. */
export function gated(
  make: NodeFactory,
  condition: BoundNode | undefined,
  domain: BoundDomain | undefined,
): BoundNode | undefined {
  return domain?.enable === undefined ? condition : make.and(condition, domain.enable);
}
