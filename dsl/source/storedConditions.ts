import type { HostCondition } from './findHostConditions.ts';

/** The findings of one file as the cache holds them. */
export interface StoredConditions {
  readonly environment: string;
  /** SHA-256 of the text of the file and of everything it imports, by path. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly conditions: readonly HostCondition[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCondition = (value: unknown): value is HostCondition =>
  isObject(value) &&
  isObject(value.location) &&
  typeof value.location.file === 'string' &&
  Number.isInteger(value.location.line) &&
  Number.isInteger(value.location.column) &&
  (value.kind === 'hardware' || value.kind === 'symbolic') &&
  [value.expression, value.consequence, value.suggestion].every(part => typeof part === 'string');

/** Whether a value read back from the cache is what was written there. */
export const isStoredConditions = (value: unknown): value is StoredConditions =>
  isObject(value) &&
  typeof value.environment === 'string' &&
  isObject(value.dependencies) &&
  Object.values(value.dependencies).every(hash => typeof hash === 'string') &&
  Array.isArray(value.conditions) &&
  value.conditions.every(isCondition);
