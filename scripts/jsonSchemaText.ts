/** Columns of a line, as biome.json has them. */
const WIDTH = 120;

/** A JSON schema as the text of its file, laid out as the formatter has it: short lists of single values on one line. */
export function jsonSchemaText(schema: object): string {
  const lists = /^( *(?:"[^"]*": )?)\[\s+("[^[\]{}]*")\s+\](,?)$/gm;
  const text = JSON.stringify(schema, null, 2).replace(lists, (whole, before: string, list: string, after: string) => {
    const line = `${before}[${list.replace(/\s+/g, ' ')}]${after}`;
    return line.length > WIDTH ? whole : line;
  });
  return `${text}\n`;
}
