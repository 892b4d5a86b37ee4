import { expect, it } from 'vitest';
import { call, dictionary, docstring, docText, layOut, list, quoted, tuple } from './pythonExpression.ts';

it('puts an expression on one line where it fits', () => {
  expect(layOut(call('Struct', ['Pair'], { a: call('UInt', ['3']), b: call('Bool', []) }))).toBe(
    'Struct(Pair, a=UInt(3), b=Bool())',
  );
  expect(
    [tuple([quoted('a')]), tuple([]), list(['a', 'b']), dictionary([['k', 'v']])].map(each => layOut(each)),
  ).toEqual(['("a",)', '()', '[a, b]', '{"k": v}']);
});

it('breaks what does not fit, a part a line, and only what does not fit', () => {
  const names = Array.from({ length: 12 }, (_, index) => quoted(`port_number_${index}`));
  expect(layOut(call('Ports', [tuple(names), call('UInt', ['3'])]), 10)).toBe(
    `Ports(\n    (\n${names.map(name => `        ${name},\n`).join('')}    ),\n    UInt(3),\n)`,
  );
});

it('fills a line to its last column', () => {
  const fits = call('F', ['x'.repeat(117)]);
  expect(layOut(fits)).toHaveLength(120);
  expect(layOut(fits, 1)).toContain('\n');
});

it('escapes docstrings, and wraps them', () => {
  expect(docText('a\\b """c"""')).toBe("a\\\\b '''c'''");
  expect(docstring(['It says "yes"'], 0)).toBe('"""It says "yes" """');
  expect(docstring(['one', 'two'], 4)).toBe('"""one\n\n    two\n    """');
  const lines = docstring([`${'word '.repeat(40)}end`], 4).split('\n');
  expect(lines.every(line => line.length <= 120)).toBe(true);
  expect(lines.at(-1)).toBe('    """');
});
