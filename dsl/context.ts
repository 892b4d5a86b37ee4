import './onlyCopy.ts';
import { type Diagnostic, DiagnosticError, fail, type Label } from './diagnostics/diagnostic.ts';
import type { Region } from './ir/hwModule.ts';
import { difference, type IntExpr, provablyNonNegative, toExpr, type Width } from './ir/integer.ts';
import type { Relation } from './ir/relation.ts';
import type { ModuleContext } from './moduleContext.ts';
import { CallSite } from './source/location.ts';

/** A label at the user's call that led here. */
export function callLabel(message = ''): Label {
  return { location: new CallSite().location, message };
}

let current: ModuleContext | undefined;
/** The modules that are being described, the outermost first. */
const open: ModuleContext[] = [];

/** Whether a module of this name is being described at present: what it instantiates may be itself. */
const isBeingDescribed = (name: string): boolean => open.some(({ owner }) => owner.module === name);

/** What was found in modules of the present run that cannot be described: each is tried once, not once an instance. */
const failures = new Map<object, readonly Diagnostic[]>();

/** Describes a module that another one instantiates; what is wrong in it is the other's error too. */
export function describingChild<R>(module: object & { readonly name: string }, describe: () => R): R | undefined {
  const ctx = context('inst');
  const known = failures.get(module);
  if (known !== undefined) {
    ctx.diagnostics.push(...known);
    return undefined;
  }
  // A module inside itself has the same errors, and would be tried in vain as often as it is nested.
  if (isBeingDescribed(module.name)) return describe();
  try {
    return describe();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    failures.set(module, error.diagnostics);
    ctx.diagnostics.push(...error.diagnostics);
    return undefined;
  }
}

/** The module that is being described. */
export function context(operation: string): ModuleContext {
  if (current === undefined) return fail('outside-module', { operation }, [callLabel()]);
  return current;
}

/** Describes one module within another's description, or by itself. */
export function describing<R>(inner: ModuleContext, body: () => R): R {
  const outer = current;
  const frames = Error.stackTraceLimit;
  current = inner;
  open.push(inner);
  // Where a user's error comes from stands behind the language's own frames.
  Error.stackTraceLimit = Math.max(frames, 50);
  try {
    return body();
  } finally {
    Error.stackTraceLimit = frames;
    open.pop();
    current = outer;
    if (outer === undefined) failures.clear();
  }
}

/** Whether `inner` is `outer` or lies in it. */
export function liesIn(inner: Region, outer: Region): boolean {
  for (let region: Region | undefined = inner; region !== undefined; region = region.parent)
    if (region === outer) return true;
  return false;
}

/** What is known of two widths: equal, different by a known number of bits, or left to the parameters. */
export function compareWidths(left: Width, right: Width): 'equal' | 'unequal' | 'unknown' {
  if (left === right) return 'equal';
  const rest = difference(toExpr(left), toExpr(right)).constant;
  if (rest === undefined) return 'unknown';
  return rest === 0 ? 'equal' : 'unequal';
}

export const relationEqual = (left: Width, right: Width): Relation => toExpr(left).eq(toExpr(right));

export const isProvablyAtLeast = (left: Width, right: Width): boolean =>
  provablyNonNegative(difference(toExpr(left), toExpr(right)));

export const widthText = (width: Width | IntExpr): string =>
  String(typeof width === 'number' ? width : width.toString());
