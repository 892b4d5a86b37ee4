import { valueName } from '../blackBox.ts';
import type { Declaration } from '../ir/declaration.ts';
import type { BlackBox } from '../ir/hwModule.ts';
import type {
  AssertionStatement,
  AssignStatement,
  ChooseStatement,
  DisplayStatement,
  InstanceStatement,
  LoopStatement,
  MemoryWriteStatement,
  Statement,
  WhenStatement,
} from '../ir/statement.ts';
import { rangeViolation } from '../params.ts';
import type { BoundNode } from './boundNode.ts';
import type { Declarations } from './declare.ts';
import type { BoundAssertion, BoundBlackBox, BoundDisplay, BoundDisplayPart } from './design.ts';
import type { Domains } from './domains.ts';
import { always, type Enable, gated, once } from './enable.ts';
import type { Expressions } from './expressions.ts';
import { InstanceState, type Scope } from './scope.ts';
import { flatten } from './value.ts';
import { Writes } from './writes.ts';

/** Runs statements: unrolls loops, chooses branches, enters instances, gathers assignments. */
export class Statements {
  readonly writes: Writes;
  readonly assertions: BoundAssertion[] = [];
  readonly displays: BoundDisplay[] = [];
  readonly boxes: BoundBlackBox[] = [];
  readonly instances: InstanceState[] = [];
  readonly #expressions: Expressions;
  readonly #declarations: Declarations;
  readonly #domains: Domains;

  constructor(expressions: Expressions, declarations: Declarations, domains: Domains) {
    this.#expressions = expressions;
    this.#declarations = declarations;
    this.#domains = domains;
    this.writes = new Writes(expressions, declarations, domains);
  }

  run(statements: readonly Statement[], scope: Scope, enable: Enable = always): void {
    for (const statement of statements) this.#statement(statement, scope, enable);
  }

  #statement(statement: Statement, scope: Scope, enable: Enable): void {
    switch (statement.kind) {
      case 'assign':
        this.#assign(statement, scope, enable);
        break;
      case 'when':
        this.#when(statement, scope, enable);
        break;
      case 'memory-write':
        this.#memoryWrite(statement, scope, enable);
        break;
      case 'loop':
        this.#loop(statement, scope);
        break;
      case 'choose':
        this.#choose(statement, scope);
        break;
      case 'instance':
        this.#instance(statement, scope);
        break;
      case 'assertion':
        this.#assertion(statement, scope);
        break;
      case 'display':
        this.#display(statement, scope, enable);
        break;
      case 'unused':
        break;
    }
  }

  #display(statement: DisplayStatement, scope: Scope, enable: Enable): void {
    const { make } = this.#expressions;
    const domain = this.#domains.of(statement.domain, scope);
    const also = statement.domain === undefined ? scope.instance.alsoReset : undefined;
    let condition = gated(make, enable(), domain);
    for (const rests of [domain.reset?.active, also])
      if (rests !== undefined) condition = make.and(condition, make.not(rests));
    const parts = statement.parts.map((part): BoundDisplayPart => {
      if ('text' in part) return part;
      const { value, format } = part;
      const enumeration = value.type.kind === 'enum' ? value.type : undefined;
      return { value: this.#expressions.scalar(value, scope), format, enumeration };
    });
    this.displays.push({ enable: condition, parts, domain, scope });
  }

  #assertion(statement: AssertionStatement, scope: Scope): void {
    const { check, message, site } = statement;
    const { make } = this.#expressions;
    const domain = this.#domains.of(statement.domain, scope);
    const also = statement.domain === undefined && check !== 'cover' ? scope.instance.alsoReset : undefined;
    const idle = [domain.reset?.active, domain.enable === undefined ? undefined : make.not(domain.enable), also];
    let condition = this.#expressions.scalar(statement.condition, scope);
    for (const rests of idle)
      if (rests !== undefined)
        condition = check === 'cover' ? make.and(make.not(rests), condition) : make.binary('or', rests, condition);
    this.assertions.push({ check, condition, message, domain, scope, site });
  }

  #assign(statement: AssignStatement, scope: Scope, enable: Enable): void {
    const { target, site } = statement;
    const value = this.#expressions.value(statement.value, scope);
    this.writes.assign(target, value, { scope, driver: scope, site }, enable);
  }

  #when(statement: WhenStatement, scope: Scope, enable: Enable): void {
    const { make } = this.#expressions;
    let noneBefore = enable;
    const arms = statement.arms.map(({ condition, body }) => {
      const bound = this.#expressions.scalar(condition, scope);
      const before = noneBefore;
      noneBefore = once(() => make.and(before(), make.not(bound)));
      return this.writes.assignments.arm(bound, () =>
        this.run(
          body,
          scope,
          once(() => make.and(before(), bound)),
        ),
      );
    });
    const rest = noneBefore;
    if (statement.otherwise.length > 0)
      arms.push(this.writes.assignments.arm(undefined, () => this.run(statement.otherwise, scope, rest)));
    this.writes.assignments.merge(arms);
  }

  #memoryWrite(statement: MemoryWriteStatement, scope: Scope, enable: Enable): void {
    const memory = this.#expressions.memory(statement.memory, scope);
    const value = this.#expressions.scalar(statement.value, scope);
    const domain = this.#domains.of(statement.domain, scope);
    memory.writes.push({
      domain,
      enable: gated(this.#expressions.make, enable(), domain),
      address: this.#expressions.scalar(statement.address, scope),
      value: this.#expressions.fit(value, memory, memory.declaration.key, scope, statement.site),
      site: statement.site,
    });
  }

  #loop({ count, region }: LoopStatement, scope: Scope): void {
    const iterations = Array.from({ length: Math.max(0, scope.evaluate(count)) }, (_, position) =>
      this.#declarations.scope(region, scope.within(`${region.label}[${position}]`), scope.instance, scope, position),
    );
    scope.addLoop(region, iterations);
    for (const iteration of iterations) this.run(region.statements, iteration);
  }

  #choose({ branches }: ChooseStatement, scope: Scope): void {
    const taken = branches.find(({ condition }) => condition === undefined || condition.holds(scope));
    if (taken === undefined) return;
    const { region } = taken;
    const inner = this.#declarations.scope(region, scope.within(region.label), scope.instance, scope);
    this.run(region.statements, inner);
  }

  #instance(statement: InstanceStatement, scope: Scope): void {
    const { module, site } = statement;
    const path = scope.within(statement.name);
    const values = Object.fromEntries(
      Object.entries(module.specs).map(([name, { default: value }]) => [
        name,
        scope.evaluate(statement.arguments.get(name) ?? value),
      ]),
    );
    const reset = this.#resetOf(statement, scope);
    const isPlain = module.clocks.length === 0;
    const instance = new InstanceState(path, module, values, { statement, scope }, isPlain ? reset : undefined);
    this.instances.push(instance);
    if (!this.#legal(instance)) return;
    const inner = this.#declarations.scope(module.root, path, instance, undefined);
    if (isPlain) this.#domains.enterPlain(instance, statement, scope);
    else
      for (const { port, value } of this.#domains.enter(inner, statement, scope, reset)) {
        const read = this.#expressions.signal(port, inner);
        if (read.kind === 'signal') this.writes.drive(read.leaf, value, instance, site);
      }
    const origin = { scope, driver: instance, site };
    for (const { port, value } of statement.connections) {
      if (port.role !== 'input' || value === undefined) continue;
      const signal = this.#expressions.signal(port, inner);
      this.writes.connect(signal, this.#expressions.value(value, scope), origin, value);
    }
    if (module.blackBox === undefined) this.run(module.root.statements, inner);
    else this.#blackBox(module.blackBox, inner);
    for (const { port, value } of statement.connections) {
      if (port.role !== 'output' || value === undefined) continue;
      const output = this.#expressions.signal(port, inner);
      this.writes.assign(value, output, origin, always);
    }
  }

  /** Gives the outputs of a black box what it makes of the inputs that they depend on. */
  #blackBox({ depends }: BlackBox, inner: Scope): void {
    const { instance } = inner;
    const { module } = instance;
    const scalars = (port: Declaration): readonly BoundNode[] => flatten(this.#expressions.signal(port, inner));
    const inputs = module.ports.filter(({ role }) => role === 'input');
    const clockPorts = module.clocks.flatMap(({ reset, enable }) => [
      ...(reset === undefined ? [] : [reset.signal]),
      ...(enable === undefined ? [] : [enable]),
    ]);
    const box: BoundBlackBox = {
      index: this.boxes.length,
      instance,
      inputs: [...inputs, ...clockPorts].flatMap(scalars),
      domains: [...instance.domains].flatMap(([own, domain]) =>
        own === undefined ? [] : [{ name: own.name, domain }],
      ),
    };
    this.boxes.push(box);
    for (const port of module.ports) {
      if (port.role !== 'output') continue;
      const needed = depends?.[valueName(port)];
      const read = inputs.filter(input => needed?.includes(valueName(input)) ?? true).flatMap(scalars);
      for (const output of scalars(port)) {
        if (output.kind !== 'signal') continue;
        this.writes.drive(
          output.leaf,
          this.#expressions.make.boxOutput(box, output.leaf, read),
          instance,
          instance.site,
        );
      }
    }
  }

  /** The reset of an instance's own, joined with that of the instance around it. */
  #resetOf({ alsoReset, domain, module }: InstanceStatement, scope: Scope): BoundNode | undefined {
    // A declared reset has that of the instance around it in it already.
    const outer = domain === undefined && module.clocks.length === 0 ? scope.instance.alsoReset : undefined;
    if (alsoReset === undefined) return outer;
    const own = this.#expressions.scalar(alsoReset, scope);
    return outer === undefined ? own : this.#expressions.make.binary('or', outer, own);
  }

  /** Whether an instance's parameters satisfy its module; what they violate is noted. */
  #legal(instance: InstanceState): boolean {
    const { problems } = this.#expressions;
    const before = problems.length;
    for (const [parameter, spec] of Object.entries(instance.module.specs)) {
      const value = instance.values[parameter] ?? spec.default;
      const range = rangeViolation(spec, value);
      if (range !== undefined) problems.push({ kind: 'parameter-out-of-range', parameter, value, range, instance });
    }
    if (problems.length > before) return false;
    const binding = { get: (key: string) => instance.values[key] };
    for (const relation of instance.module.owner.relations)
      if (!relation.holds(binding)) problems.push({ kind: 'relation-violated', relation, instance });
    return problems.length === before;
  }
}
