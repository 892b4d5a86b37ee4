import type { ClockDomain } from '../../ir/clockDomain.ts';
import { type Expression, type Item, identifier, type Statement, unary } from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';

/** A clock domain as Verilog writes it. */
export interface DomainText {
  readonly clock: string;
  readonly falling: boolean;
  readonly reset:
    | {
        readonly name: string;
        readonly kind: 'synchronous' | 'asynchronous';
        readonly active: 'high' | 'low';
        /** While it resets, and while it does not. */
        readonly isActive: Expression;
        readonly isOver: Expression;
      }
    | undefined;
  readonly enable: Expression | undefined;
}

function resetText(
  name: string,
  kind: 'synchronous' | 'asynchronous',
  active: 'high' | 'low',
): NonNullable<DomainText['reset']> {
  const signal = identifier(name);
  const [isActive, isOver] = active === 'high' ? [signal, unary('!', signal)] : [unary('!', signal), signal];
  return { name, kind, active, isActive, isOver };
}

/** The domain in the output; undefined is that of a module that declares no clocks. */
export function domainText({ names }: Frame, domain: ClockDomain | undefined): DomainText {
  if (domain === undefined)
    return { clock: 'clk', falling: false, reset: resetText('rst', 'synchronous', 'high'), enable: undefined };
  const { clock, edge, reset, enable } = domain;
  return {
    clock,
    falling: edge === 'falling',
    reset: reset === undefined ? undefined : resetText(names.of(reset.signal), reset.kind, reset.active),
    enable: enable === undefined ? undefined : identifier(names.of(enable)),
  };
}

type Always = Item & { readonly kind: 'always' };

/** A block of the domain; with `hasReset`, one that an asynchronous reset starts too. */
export function clockedItem(text: DomainText, hasReset: boolean, more: Omit<Always, 'kind' | 'clock'>): Always {
  const { clock, falling, reset } = text;
  return {
    kind: 'always',
    clock,
    ...(falling ? { falling } : {}),
    ...(hasReset && reset?.kind === 'asynchronous' ? { reset: { name: reset.name, active: reset.active } } : {}),
    ...more,
  };
}

export const onlyWhen = (condition: Expression | undefined, body: readonly Statement[]): Statement[] => {
  if (body.length === 0) return [];
  return condition === undefined ? [...body] : [{ kind: 'if', arms: [{ condition, body }], otherwise: [] }];
};
