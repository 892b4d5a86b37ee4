/** JSON as people read it and compare it line by line: a record that holds no list of records stands on one line. */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value has a line for each of its parts. */
function isLong(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(part => isRecord(part) || Array.isArray(part)) || value.length > 8;
  return isRecord(value) && Object.values(value).some(isLong);
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, part]) => `${JSON.stringify(key)}: ${onOneLine(part)}`).join(', ')} }`;
}

function laidOut(value: unknown, indent: string, isOuter: boolean): string {
  if (!isOuter && !isLong(value)) return onOneLine(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const parts = value.map(part => `${inner}${laidOut(part, inner, false)}`);
    return `[\n${parts.join(',\n')}\n${indent}]`;
  }
  if (!isRecord(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const parts = entries.map(([key, part]) => `${inner}${JSON.stringify(key)}: ${laidOut(part, inner, false)}`);
  return `{\n${parts.join(',\n')}\n${indent}}`;
}

/** A manifest as the text of its file. */
export function manifestText(value: object): string {
  return `${laidOut(value, '', true)}\n`;
}
