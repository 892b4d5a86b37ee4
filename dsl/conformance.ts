import { callLabel, compareWidths, context, isProvablyAtLeast, liesIn, relationEqual, widthText } from './context.ts';
import { fail, type Label } from './diagnostics/diagnostic.ts';
import { sameEnumeration } from './enumeration.ts';
import type { Region } from './ir/hwModule.ts';
import { IntExpr, toExpr, type Width } from './ir/integer.ts';
import type { Node } from './ir/node.ts';
import { wholeOf } from './ir/target.ts';
import type { CallSite } from './source/location.ts';
import type { HwType } from './types.ts';

/** A type as a user writes it. */
export function describeType(type: HwType): string {
  switch (type.kind) {
    case 'bool':
      return 'bool';
    case 'uint':
    case 'sint':
      return `${type.kind}(${widthText(type.width)})`;
    case 'vec':
      return `vec(${widthText(type.length)}, ${describeType(type.element)})`;
    case 'enum':
      return `${type.oneHot ? 'oneHotEnumeration' : 'enumeration'}(${type.names.join(', ')})`;
    case 'struct': {
      const fields = Object.entries<HwType>(type.fields).map(([name, field]) => `${name}: ${describeType(field)}`);
      return `struct({ ${fields.join(', ')} })`;
    }
  }
}

/** A short name for a node in messages. */
export function nodeName(node: Node): string {
  switch (node.kind) {
    case 'read':
    case 'neighbour':
      return node.signal.key;
    case 'element':
      return `${nodeName(node.vector)}[${node.index instanceof IntExpr ? node.index.toString() : nodeName(node.index)}]`;
    case 'literal':
      return String(node.value);
    case 'parameter':
      return node.value.toString();
    case 'slice':
      return sliceName(node);
    case 'cast':
      return wholeOf(node) === undefined ? 'value' : nodeName(node.operand);
    default:
      return 'value';
  }
}

/** `word[15:8]`, `word[i*W +: W]`, `word[3]`. */
function sliceName({ operand, low, type }: Node & { readonly kind: 'slice' }): string {
  const name = nodeName(operand);
  const { constant } = toExpr(type.width);
  if (name === 'value') return name;
  if (constant === 1) return `${name}[${low}]`;
  return constant === undefined || low.constant === undefined
    ? `${name}[${low} +: ${toExpr(type.width)}]`
    : `${name}[${low.constant + constant - 1}:${low}]`;
}

const fieldsOf = (type: HwType & { kind: 'struct' }): (readonly [string, HwType])[] =>
  Object.entries<HwType>(type.fields);

/** Whether two types have the same fields, wherever there are structs in them. */
export function sameFields(left: HwType, right: HwType): boolean {
  if (left.kind === 'vec' && right.kind === 'vec') return sameFields(left.element, right.element);
  if (left.kind !== 'struct' || right.kind !== 'struct') return left.kind !== 'struct' && right.kind !== 'struct';
  const [ours, theirs] = [fieldsOf(left), fieldsOf(right)];
  return (
    ours.length === theirs.length &&
    ours.every(([name, field], position) => {
      const [otherName, other] = theirs[position] ?? [];
      return name === otherName && other !== undefined && sameFields(field, other);
    })
  );
}

/** Whether two types are surely the same. */
export function sameTypes(left: HwType, right: HwType): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === 'vec' && right.kind === 'vec')
    return compareWidths(left.length, right.length) === 'equal' && sameTypes(left.element, right.element);
  if (left.kind === 'enum' && right.kind === 'enum') return sameEnumeration(left, right);
  if (left.kind === 'struct' && right.kind === 'struct') {
    const [ours, theirs] = [fieldsOf(left), fieldsOf(right)];
    return (
      ours.length === theirs.length &&
      ours.every(([name, field], position) => {
        const [otherName, other] = theirs[position] ?? [];
        return name === otherName && other !== undefined && sameTypes(field, other);
      })
    );
  }
  return compareWidths(left.width, right.width) === 'equal';
}

/** Refuses a value that is not known in the region where it is used. */
export function checkScope(node: Node): void {
  const { region, moduleName, root } = context('use of a value');
  if (liesIn(region, node.region)) return;
  if (liesIn(node.region, root))
    fail('out-of-scope', { name: nodeName(node), block: node.region.label }, [
      callLabel(),
      { location: node.site?.location, message: 'made here' },
    ]);
  let outermost: Region = node.region;
  while (outermost.parent !== undefined) outermost = outermost.parent;
  const named = nodeName(node);
  const owner = outermost.label === moduleName ? `another description of \`${moduleName}\`` : `\`${outermost.label}\``;
  fail('foreign-value', { what: named === 'value' ? 'A value' : `\`${named}\``, owner, user: `\`${moduleName}\`` }, [
    callLabel(),
    { location: node.site?.location, message: 'made here' },
  ]);
}

const numbers: readonly string[] = ['uint', 'sint'];

/**
 * Notes a diagnostic, or what is left to prove, where a value's type is not the expected one.
 *
 * @param operation what the user called
 * @param name what is to receive the value
 * @param site where that was declared
 * @param value the value itself, where it can say why it is as wide as it is
 */
export function requireType(
  operation: string,
  expected: HwType,
  actual: HwType,
  name = operation,
  site?: CallSite,
  value?: Node,
): void {
  const ctx = context(operation);
  if (expected.kind === 'vec' && actual.kind === 'vec') {
    requireEqual(name, expected.length, actual.length, site, 'elements');
    requireType(operation, expected.element, actual.element, name, site);
  } else if (expected.kind === 'struct' && actual.kind === 'struct' && sameFields(expected, actual)) {
    for (const [field, type] of fieldsOf(expected))
      requireType(operation, type, actual.fields[field], `${name}.${field}`, site);
  } else if (expected.kind !== actual.kind && numbers.includes(expected.kind) && numbers.includes(actual.kind))
    ctx.report('sign-mismatch', { operation, left: describeType(expected), right: describeType(actual) }, [
      callLabel(),
      ...declaredAt(site),
    ]);
  else if (expected.kind !== actual.kind || isOtherKind(expected, actual))
    ctx.report(
      'type-mismatch',
      {
        operation,
        expected: describeType(expected),
        actual: describeType(actual),
        suggestion: '`pack` and `unpack` change the type and keep the bits; `asBool` and `asUint` do so for one bit.',
      },
      [callLabel(), ...declaredAt(site)],
    );
  else requireEqual(name, expected.width, actual.width, site, 'bits', value);
}

const declaredAt = (site: CallSite | undefined): Label[] =>
  site?.location === undefined ? [] : [{ location: site.location, message: 'declared here' }];

/** Whether two structs have other fields, or two enumerations other names or codes. */
function isOtherKind(expected: HwType, actual: HwType): boolean {
  if (expected.kind === 'enum' && actual.kind === 'enum') return !sameEnumeration(expected, actual);
  return expected.kind === 'struct';
}

/** Why an operation's result is wider than its operands, at the place where it was asked for. */
function growth(value: Node | undefined): Label | undefined {
  const node = value?.kind === 'cast' ? value.operand : value;
  if (node?.kind !== 'binary' || node.left.kind !== 'resize' || node.left.direction !== 'extend') return undefined;
  const reasons: Partial<Record<typeof node.operator, string>> = {
    add: '`add` keeps the carry: one bit more than its operands',
    sub: '`sub` keeps the borrow: one bit more than its operands',
    mul: '`mul` keeps the whole product: as many bits as both operands together',
  };
  const message = reasons[node.operator];
  return message === undefined ? undefined : { location: node.site?.location, message };
}

function requireEqual(
  name: string,
  expected: Width,
  actual: Width,
  site: CallSite | undefined,
  unit: string,
  value?: Node,
): void {
  const ctx = context(name);
  const relation = compareWidths(expected, actual);
  if (relation === 'equal') return;
  if (relation === 'unknown')
    ctx.oblige({
      relation: relationEqual(expected, actual),
      code: 'unproved-width',
      target: name,
      targetSite: site,
      guard: `${widthText(expected)} must equal ${widthText(actual)}`,
    });
  else if (unit === 'bits')
    ctx.report(
      'width-mismatch',
      {
        target: name,
        targetWidth: widthText(expected),
        valueWidth: widthText(actual),
        suggestion: narrowing(expected, actual),
      },
      [growth(value) ?? callLabel(), ...declaredAt(site)],
    );
  else
    ctx.report(
      'type-mismatch',
      {
        operation: name,
        expected: `${widthText(expected)} ${unit}`,
        actual: widthText(actual),
        suggestion: 'Both sides need the same length.',
      },
      [growth(value) ?? callLabel(), ...declaredAt(site)],
    );
}

function narrowing(expected: Width, actual: Width): string {
  const target = widthText(expected);
  return isProvablyAtLeast(expected, actual)
    ? `\`.extend(${target})\` puts the sign or zeros in front`
    : `\`.truncate(${target})\` drops the high bits, \`.saturate(${target})\` clamps; \`addWrap\` is \`add\` without its carry`;
}
