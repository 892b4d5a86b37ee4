import { printExpression } from '../../emit/expression.ts';
import type { ChooseBranch, Expression, Item, Module, Statement } from '../../ir/verilog.ts';
import { bit, identifier } from '../../ir/verilog.ts';
import { withoutPlaces } from '../../source/location.ts';
import type { Block } from './block.ts';
import { Survey } from './survey.ts';
import { gather, unreadNet } from './unread.ts';

/**
 * Takes out of a module what nothing needs (wires for values, localparams, functions, variables) and gathers what
 * nothing reads, or reads a part of, in one `wire unused` a region, so that no tool needs a waiver.
 */
export const cleanModule = (module: Module): Module => withoutPlaces(() => clean(module));

function clean(module: Module): Module {
  const survey = new Survey(module);
  const items = cleanItems(module.items, survey.root, survey);
  const genvars = new Set(loopVariables(items));
  return {
    ...module,
    items: items.flatMap((item): Item[] => {
      if (item.kind !== 'genvar') return [item];
      const names = item.names.filter(name => genvars.has(name));
      return names.length === 0 ? [] : [{ kind: 'genvar', names }];
    }),
  };
}

const loopVariables = (items: readonly Item[]): string[] =>
  items.flatMap(item => {
    if (item.kind === 'loop') return [item.variable, ...loopVariables(item.items)];
    return item.kind === 'choose' ? item.branches.flatMap(branch => loopVariables(branch.items)) : [];
  });

function cleanItems(items: readonly Item[], block: Block, survey: Survey, label?: string): Item[] {
  const kept: Item[] = [];
  for (const item of items) {
    const cleaned = cleanItem(item, survey);
    if (cleaned !== undefined) kept.push(cleaned);
  }
  kept.push(...unreadNet(items, block, label));
  return kept;
}

/** What stays of an item; undefined for nothing. */
function cleanItem(item: Item, survey: Survey): Item | undefined {
  switch (item.kind) {
    case 'unread':
      return undefined;
    case 'always':
      return cleanAlways(item, survey);
    case 'loop': {
      const inner = cleanItems(item.items, survey.blockOf(item), survey, item.label);
      return inner.length === 0 ? undefined : { ...item, items: inner };
    }
    case 'choose': {
      const branches = item.branches.map(
        (branch): ChooseBranch => ({
          ...branch,
          items: cleanItems(branch.items, survey.blockOf(branch), survey, branch.label),
        }),
      );
      while (branches.at(-1)?.items.length === 0) branches.pop();
      return branches.length === 0 ? undefined : { ...item, branches };
    }
    default:
      return survey.isNeeded(item) ? item : undefined;
  }
}

function cleanAlways(item: Item & { kind: 'always' }, survey: Survey): Item | undefined {
  const block = survey.blockOf(item);
  const unread = new Set(gather(block).map(({ value }) => printExpression(value)));
  // A variable of the block is out of reach for the wire of its region.
  const name = unread.size === 0 ? '' : block.freeName('unused');
  const body = cleanStatements(item.body, survey, { name, unread });
  if (body.length === 0) return undefined;
  const variables = item.variables.filter(variable => block.entries.get(variable.name)?.isNeeded === true);
  if (unread.size > 0) variables.push({ name, width: undefined, bits: 1, signed: false });
  const loops = new Set(item.integers.length === 0 ? [] : loopsOf(body));
  return { ...item, variables, integers: item.integers.filter(variable => loops.has(variable)), body };
}

/** Variables of a block of which bits go nowhere, and the one that gathers them. */
interface Gathering {
  readonly name: string;
  readonly unread: ReadonlySet<string>;
}

/** Gives `unused` what has been assigned just here. */
function gathered(statements: readonly Statement[], { name, unread }: Gathering): Statement[] {
  if (unread.size === 0) return [];
  const assigned = statements.flatMap(statement =>
    statement.kind === 'assign' && statement.target.kind === 'identifier' ? [statement.target.name] : [],
  );
  const values = [...new Set(assigned)].filter(variable => unread.has(variable)).map(identifier);
  if (values.length === 0) return [];
  const operand: Expression = { kind: 'concat', operands: [bit(false), ...values, bit(false)] };
  return [
    { kind: 'assign', blocking: true, target: identifier(name), value: { kind: 'unary', operator: '&', operand } },
  ];
}

const loopsOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(statement => {
    switch (statement.kind) {
      case 'for':
        return [statement.variable, ...loopsOf(statement.body)];
      case 'if':
      case 'case':
        return [...statement.arms.flatMap(({ body }) => loopsOf(body)), ...loopsOf(statement.otherwise)];
      default:
        return [];
    }
  });

/** Whether all of the statements stay, and all that is in them. */
const isWhole = (statements: readonly Statement[], survey: Survey): boolean =>
  statements.every(statement => {
    if (!survey.isNeeded(statement)) return false;
    switch (statement.kind) {
      case 'if':
      case 'case':
        for (const { body } of statement.arms) if (!isWhole(body, survey)) return false;
        return isWhole(statement.otherwise, survey);
      case 'for':
        return isWhole(statement.body, survey);
      default:
        return true;
    }
  });

function cleanStatements(statements: readonly Statement[], survey: Survey, gathering: Gathering): readonly Statement[] {
  if (gathering.unread.size === 0 && isWhole(statements, survey)) return statements;
  const inner = (body: readonly Statement[]): readonly Statement[] => cleanStatements(body, survey, gathering);
  const kept = statements.flatMap((statement): Statement[] => {
    if (!survey.isNeeded(statement)) return [];
    switch (statement.kind) {
      case 'if': {
        const arms = statement.arms.map(({ condition, body }) => ({ condition, body: inner(body) }));
        return [{ ...statement, arms, otherwise: inner(statement.otherwise) }];
      }
      case 'case': {
        const arms = statement.arms.map(({ label, body }) => ({ label, body: inner(body) }));
        return [{ ...statement, arms, otherwise: inner(statement.otherwise) }];
      }
      case 'for':
        return [{ ...statement, body: inner(statement.body) }];
      default:
        return [statement];
    }
  });
  return [...kept, ...gathered(kept, gathering)];
}
