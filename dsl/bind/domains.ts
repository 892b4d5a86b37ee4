import type { ClockDomain } from '../ir/clockDomain.ts';
import type { Declaration } from '../ir/declaration.ts';
import type { InstanceStatement } from '../ir/statement.ts';
import { bool } from '../types.ts';
import type { BoundClock, BoundDomain } from './boundClock.ts';
import type { BoundLeaf } from './boundLeaf.ts';
import type { BoundNode } from './boundNode.ts';
import type { Declarations } from './declare.ts';
import type { Expressions } from './expressions.ts';
import type { InstanceState, Scope } from './scope.ts';

/** What a clock port of an instance is connected to. */
export interface ClockConnection {
  readonly port: Declaration;
  readonly value: BoundNode;
}

/** The clock domains of a bound design: those of its instances lead to those of its top. */
export class Domains {
  readonly clocks: BoundClock[] = [];
  readonly #expressions: Expressions;
  readonly #declarations: Declarations;
  #plainReset: BoundNode | undefined;
  #top: Scope | undefined;

  constructor(expressions: Expressions, declarations: Declarations) {
    this.#expressions = expressions;
    this.#declarations = declarations;
  }

  /** The leaf `rst` of a top that declares no clocks, where a domain below reads it as a value. */
  get plainReset(): BoundLeaf | undefined {
    return this.#plainReset?.kind === 'signal' ? this.#plainReset.leaf : undefined;
  }

  /** Gives the top its clocks. */
  begin(scope: Scope): void {
    this.#top = scope;
    const { module, domains } = scope.instance;
    if (module.clocks.length === 0) {
      const clock = this.#clock('clk', 'rising');
      domains.set(undefined, {
        name: 'clk',
        clock,
        reset: { kind: 'synchronous', active: undefined },
        enable: undefined,
      });
    }
    for (const domain of module.clocks)
      domains.set(domain, this.#declared(domain, this.#clock(domain.clock, domain.edge), scope));
  }

  #clock(port: string, edge: BoundClock['edge'], oppositeOf?: BoundClock): BoundClock {
    const opposite = oppositeOf === undefined ? {} : { oppositeOf };
    const clock: BoundClock = { index: this.clocks.length, port, edge, ...opposite };
    this.clocks.push(clock);
    return clock;
  }

  /** The other edge of a clock; one that nothing belongs to is not there. */
  #opposite(clock: BoundClock): BoundClock {
    return (
      clock.oppositeOf ??
      this.clocks.find(({ oppositeOf }) => oppositeOf === clock) ??
      this.#clock(clock.port, clock.edge === 'rising' ? 'falling' : 'rising', clock)
    );
  }

  #declared(domain: ClockDomain, clock: BoundClock, scope: Scope): BoundDomain {
    const { make } = this.#expressions;
    const { reset, enable } = domain;
    const active = (signal: BoundNode, level: 'high' | 'low'): BoundNode =>
      level === 'high' ? signal : make.not(signal);
    return {
      name: domain.name,
      clock,
      reset:
        reset === undefined
          ? undefined
          : { kind: reset.kind, active: active(this.#signal(reset.signal, scope), reset.active) },
      enable: enable === undefined ? undefined : this.#signal(enable, scope),
    };
  }

  #signal(declaration: Declaration, scope: Scope): BoundNode {
    return this.#expressions.pack(this.#expressions.signal(declaration, scope));
  }

  /** A domain of an instance; those made in its description are found by their clock. */
  of(domain: ClockDomain | undefined, scope: Scope): BoundDomain {
    const { domains, module } = scope.instance;
    const known = domains.get(domain);
    if (known !== undefined) return known;
    const base = domain === undefined ? undefined : module.clocks.find(({ clock }) => clock === domain.clock);
    const outer = domains.get(base);
    if (domain === undefined || outer === undefined) return this.#fallback();
    const clock = domain.edge === base?.edge ? outer.clock : this.#opposite(outer.clock);
    const made = this.#declared(domain, clock, scope);
    domains.set(domain, made);
    return made;
  }

  /** What is described in no domain at all has been reported; it goes with the first clock. */
  #fallback(): BoundDomain {
    const clock = this.clocks[0] ?? this.#clock('clk', 'rising');
    return { name: clock.port, clock, reset: undefined, enable: undefined };
  }

  /** While the reset of a domain of `scope`, or that of its instance alone, is active. */
  #activeReset(domain: BoundDomain, isPlain: boolean, scope: Scope): BoundNode | undefined {
    if (domain.reset === undefined) return undefined;
    const active = domain.reset.active ?? this.#readPlainReset();
    const also = isPlain ? scope.instance.alsoReset : undefined;
    return also === undefined ? active : this.#expressions.make.binary('or', active, also);
  }

  #readPlainReset(): BoundNode {
    const top = this.#top;
    if (this.#plainReset === undefined && top !== undefined)
      this.#plainReset = this.#declarations.free('rst', bool, top);
    return this.#plainReset ?? this.#expressions.make.literal(0n, 1, false);
  }

  /** Gives an instance of a module that declares no clocks the domain in which it stands. */
  enterPlain(inner: InstanceState, statement: InstanceStatement, outer: Scope): void {
    const domain = this.of(statement.domain, outer);
    inner.domains.set(undefined, domain);
  }

  /** Gives an instance its clocks, and what their resets and enables are connected to. */
  enter(inner: Scope, statement: InstanceStatement, outer: Scope, also: BoundNode | undefined): ClockConnection[] {
    const { make } = this.#expressions;
    return [...(statement.clocks ?? [])].flatMap(([own, given]) => {
      const domain = this.of(given, outer);
      inner.instance.domains.set(own, this.#declared(own, domain.clock, inner));
      const connections: ClockConnection[] = [];
      const around = this.#activeReset(domain, given === undefined, outer);
      if (own.reset !== undefined && around !== undefined) {
        const active = also === undefined ? around : make.binary('or', around, also);
        connections.push({
          port: own.reset.signal,
          value: own.reset.active === 'high' ? active : this.#negated(active),
        });
      }
      if (own.enable !== undefined)
        connections.push({ port: own.enable, value: domain.enable ?? make.literal(1n, 1, false) });
      return connections;
    });
  }

  /** `not`, but for a value that is one already: what resets at once passes no more logic than it has to. */
  #negated(node: BoundNode): BoundNode {
    return node.kind === 'unary' && node.operator === 'not' ? node.operand : this.#expressions.make.not(node);
  }
}
