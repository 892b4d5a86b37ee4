import { expect, it } from 'vitest';
import { manifestText } from './manifestText.ts';

it('gives every record in a list a line, and reads back as what it was', () => {
  const value = {
    format: 2,
    name: 'a "b"',
    files: Array.from({ length: 9 }, (_, index) => `f${index}.v`),
    values: { N: 4, KIND: 'x' },
    empty: [],
    modules: [{ name: 'm', ports: [{ name: 'a', stream: { name: 's', part: 'bits' } }, { name: 'b' }], memories: [] }],
    left: undefined,
  };
  const text = manifestText(value);
  expect(text).toMatchInlineSnapshot(`
    "{
      "format": 2,
      "name": "a \\"b\\"",
      "files": [
        "f0.v",
        "f1.v",
        "f2.v",
        "f3.v",
        "f4.v",
        "f5.v",
        "f6.v",
        "f7.v",
        "f8.v"
      ],
      "values": { "N": 4, "KIND": "x" },
      "empty": [],
      "modules": [
        {
          "name": "m",
          "ports": [
            { "name": "a", "stream": { "name": "s", "part": "bits" } },
            { "name": "b" }
          ],
          "memories": []
        }
      ]
    }
    "
  `);
  const { left: _, ...rest } = value;
  expect(JSON.parse(text)).toEqual(rest);
});
