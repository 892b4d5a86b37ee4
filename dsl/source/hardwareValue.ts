import { ts } from 'ts-morph';

/** Values of the description, which JavaScript takes as true: signals, and parameter expressions with their relations. */
export type DescribedKind = 'hardware' | 'symbolic';

const parts = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

function propertyType(type: ts.Type, name: string, checker: ts.TypeChecker): ts.Type | undefined {
  const property = checker.getPropertyOfType(checker.getApparentType(type), name);
  return property && checker.getTypeOfSymbol(property);
}

/** The string literals that a property can be; none where it can be anything else. */
function literals(type: ts.Type, name: string, checker: ts.TypeChecker): readonly string[] {
  const found = propertyType(type, name, checker);
  if (found === undefined) return [];
  const values = parts(found);
  return values.every(value => value.isStringLiteral()) ? values.map(value => value.value) : [];
}

function kindOfPart(type: ts.Type, checker: ts.TypeChecker): DescribedKind | undefined {
  const constraint = checker.getBaseConstraintOfType(type) ?? type;
  if (constraint.isUnion()) return describedKind(constraint, checker);
  const kinds = literals(constraint, 'valueKind', checker);
  if (kinds.length === 0 || !kinds.every(kind => kind === 'hardware' || kind === 'symbolic')) return undefined;
  return kinds.includes('hardware') ? 'hardware' : 'symbolic';
}

/**
 * What a value of `type` is, when it cannot be anything but a described value. A union with `undefined`, a boolean or a
 * number is `undefined` here: testing that is an ordinary condition of JavaScript.
 */
export function describedKind(type: ts.Type, checker: ts.TypeChecker): DescribedKind | undefined {
  const kinds = parts(type).map(part => kindOfPart(part, checker));
  if (kinds.length === 0 || kinds.includes(undefined)) return undefined;
  return kinds.includes('hardware') ? 'hardware' : 'symbolic';
}

/** Whether a value of `type` can be nothing but `undefined` or `null`. */
export const isNothing = (type: ts.Type): boolean =>
  parts(type).every(part => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) !== 0);

/** Whether a described value is a number, so that asking for its truth means comparing it with zero. */
export function isNumeric(type: ts.Type, checker: ts.TypeChecker): boolean {
  return parts(type).every(part => {
    if (describedKind(part, checker) === 'symbolic') return propertyType(part, 'ne', checker) !== undefined;
    const described = propertyType(part, 'type', checker);
    const kinds = described === undefined ? [] : literals(described, 'kind', checker);
    return kinds.length > 0 && kinds.every(kind => kind === 'uint' || kind === 'sint');
  });
}
