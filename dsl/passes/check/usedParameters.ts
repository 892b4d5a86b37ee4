import type { HwModule, Region } from '../../ir/hwModule.ts';
import { atomsOf, IntExpr, type Width } from '../../ir/integer.ts';
import type { Relation } from '../../ir/relation.ts';
import type { CallSite } from '../../source/location.ts';
import type { HwType } from '../../types.ts';

/** Calls `note` for every parameter expression that a module is made of: in types, nodes, loops, choices, arguments. */
export function expressionsOf(
  root: Region,
  note: (expression: IntExpr, at: { readonly region: Region; readonly site: CallSite | undefined }) => void,
): void {
  // Of each region: what a type depends on may be known in one and not in another.
  let seenTypes = new Set<HwType>();
  const visitWidth = (width: Width, region: Region, site: CallSite | undefined): void => {
    if (typeof width !== 'number') note(width, { region, site });
  };
  const visitType = (type: HwType, region: Region, site: CallSite | undefined): void => {
    if (seenTypes.has(type)) return;
    seenTypes.add(type);
    visitWidth(type.width, region, site);
    if (type.kind !== 'vec') return;
    visitWidth(type.length, region, site);
    visitType(type.element, region, site);
  };
  const visitRelation = ({ tree, site }: Relation, region: Region): void => {
    if (tree.kind === 'comparison') {
      note(tree.left, { region, site });
      note(tree.right, { region, site });
    } else {
      visitRelation(tree.left, region);
      visitRelation(tree.right, region);
    }
  };
  const visit = (region: Region): void => {
    const outer = seenTypes;
    seenTypes = new Set();
    for (const { type, site } of [...region.signals, ...region.memories]) visitType(type, region, site);
    for (const { depth, site } of region.memories) visitWidth(depth, region, site);
    for (const node of region.nodes) {
      const { site } = node;
      visitType(node.type, region, site);
      if (node.kind === 'parameter') note(node.value, { region, site });
      else if (node.kind === 'slice') note(node.low, { region, site });
      else if ((node.kind === 'element' || node.kind === 'neighbour') && node.index instanceof IntExpr)
        note(node.index, { region, site });
    }
    for (const statement of region.statements) {
      if (statement.kind === 'loop') {
        note(statement.count, { region, site: statement.site });
        visit(statement.region);
      } else if (statement.kind === 'choose')
        for (const { condition, region: inner } of statement.branches) {
          if (condition !== undefined) visitRelation(condition, region);
          visit(inner);
        }
      else if (statement.kind === 'instance')
        for (const argument of statement.arguments.values()) note(argument, { region, site: statement.site });
    }
    seenTypes = outer;
  };
  visit(root);
}

/** Names of the parameters on which something in the module depends. */
export function parametersInUse(module: HwModule): ReadonlySet<string> {
  const used = new Set<string>();
  const seen = new Set<string>();
  expressionsOf(module.root, expression => {
    if (seen.has(expression.key)) return;
    seen.add(expression.key);
    for (const [key, atom] of atomsOf(expression)) if (atom.kind === 'parameter') used.add(key);
  });
  return used;
}
