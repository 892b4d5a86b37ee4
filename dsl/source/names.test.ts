import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SourceLocation } from '../diagnostics/diagnostic.ts';
import { type Mark, mark } from './marks.fixture.ts';
import { indexSource, loadSourceIndex, type SourceIndex } from './names.ts';

const here = fileURLToPath(import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), 'scoville-names-'));
beforeAll(() => vi.stubEnv('SCOVILLE_CACHE', join(scratch, 'cache')));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

describe('calls of a real file, found by their stack traces under vitest', () => {
  let index: SourceIndex;
  beforeAll(async () => {
    index = await loadSourceIndex([here]);
  });
  const told = (value: Mark) => index.lookup(value.site.location);

  test('a const names exactly the call that makes it', () => {
    /** What the two are worth together. */
    const product = mark().mul(mark());
    const outer = mark(1).mul(product).fit<8>(8);
    const wrapped = (mark() as Mark).fit(2) satisfies Mark;
    const broken = mark()
      .mul(product)
      // within the chain
      .fit<16>(16);
    expect(told(product)).toEqual({ name: 'product', doc: 'What the two are worth together.' });
    expect([outer, wrapped, broken].map(told)).toEqual([{ name: 'outer' }, { name: 'wrapped' }, { name: 'broken' }]);
  });

  test('a call inside another, in a list, in a function or in a condition has no name', () => {
    const inner: Mark[] = [];
    const keep = (value: Mark): Mark => {
      inner.push(value);
      return value;
    };
    const chain = keep(mark('argument')).fit(3);
    const list = [mark('element')];
    const make = () => mark('arrow body');
    const chosen = list.length > 0 ? mark('chosen') : chain;
    expect(told(chain)).toEqual({ name: 'chain' });
    expect([...inner, ...list, make(), chosen].map(told)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('an array pattern names what a call gives, by position', () => {
    const [left, , right] = mark().several();
    const [inner] = [mark()];
    expect(left && told(left)).toEqual({ elements: { 0: 'left', 2: 'right' } });
    expect(right && told(right)).toEqual({ elements: { 0: 'left', 2: 'right' } });
    expect(inner && told(inner)).toBeUndefined();
  });

  test('a property names its value, and keys of an argument have their comments and places', () => {
    const made = {
      /** Where the next one goes. */
      slot: mark(),
    };
    // The pointers of the queue.
    const { head } = mark().regs({
      /** Oldest entry. */
      head: mark('not head itself'),
      // Next free entry.
      tail: 1,
    });
    expect(told(made.slot)).toEqual({ name: 'slot', isProperty: true, doc: 'Where the next one goes.' });
    const line = head.site.location?.line ?? 0;
    expect(told(head)).toEqual({
      comment: 'The pointers of the queue.',
      keys: {
        head: { doc: 'Oldest entry.', line: line + 2, column: 7 },
        tail: { doc: 'Next free entry.', line: line + 4, column: 7 },
      },
    });
  });

  test('callees of other shapes are found too', () => {
    const table = [mark];
    const curried = () => mark;
    const element = table[0]?.('element');
    const called = curried()('curried');
    const optional = mark?.('optional');
    const fit = 'fit' as const;
    const keyed = mark()[fit](4);
    const values = [element, called, optional, keyed].filter(value => value !== undefined);
    expect(values.map(told)).toEqual(['element', 'called', 'optional', 'keyed'].map(name => ({ name })));
  });
});

test('columns are exact under tsx', async () => {
  const program = `import { mark, module, type Mark } from ${JSON.stringify(new URL('./marks.fixture.ts', import.meta.url).href)};
const seen: Record<string, Mark> = {};
/**
 * A queue.
 *
 * Two lines.
 */
export const Fifo = module('fifo', {
  params: {
    /** Bits. */
    WIDTH: 8,
  },
  ports: () => ({ /** In. */ enq: 1, deq: 2 }),
}, m => {
  const { head } = m.regs({ head: mark() });
  const product = m.mul(head).fit<8>(8), second = mark();
  const table = [mark];
  const element = table[0]!('x');
  const curried = (() => mark)()('y');
  const keyed = mark()['fit'](4);
  Object.assign(seen, { head, product, second, element, curried, keyed });
});
seen.Fifo = Fifo;
console.log(JSON.stringify(Object.entries(seen).map(([name, { site }]) => [name, site.location])));
`;
  const file = join(scratch, 'program.mts');
  writeFileSync(file, program);
  const seen: [string, SourceLocation][] = JSON.parse(
    execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), file], { encoding: 'utf8' }),
  );
  const index = await loadSourceIndex([file]);
  expect(Object.fromEntries(seen.map(([name, location]) => [name, index.lookup(location)]))).toEqual({
    head: { keys: { head: { line: 15, column: 29 } } },
    product: { name: 'product' },
    second: { name: 'second' },
    element: { name: 'element' },
    curried: { name: 'curried' },
    keyed: { name: 'keyed' },
    Fifo: {
      name: 'Fifo',
      doc: 'A queue.\n\nTwo lines.',
      keys: {
        params: { line: 9, column: 3 },
        'params.WIDTH': { doc: 'Bits.', line: 11, column: 5 },
        ports: { line: 13, column: 3 },
        'ports.enq': { doc: 'In.', line: 13, column: 30 },
        'ports.deq': { line: 13, column: 38 },
      },
    },
  });
});

describe('what a text says', () => {
  const at = async (text: string, line: number, column: number) =>
    (await indexSource(text, '/virtual/a.ts')).lookup({ file: '/virtual/a.ts', line, column });

  test('no name from a pattern, a class, a method, a default, a let or a nested function', async () => {
    const texts = [
      'const { a } = f();',
      'class A { b = f(); }',
      'class A { b() { return f(); } }',
      'const { a = f() } = {};',
      'let a = f();',
      'const a = () => f();',
      'const a = function f1() { f(); };',
      'const a = f().b;',
      'const a = f() ?? 1;',
      'const a = [f()];',
      'const a = { [k]: f() };',
      'const a = { ...f() };',
    ];
    for (const text of texts) expect([text, await at(text, 1, text.indexOf('f()') + 1)]).toEqual([text, undefined]);
  });

  test('the last doc comment counts, and one behind an earlier property stays with it', async () => {
    expect(
      await at('/** File. */\n\n/** Two\n * lines, {@link b}.\n * @returns b\n */\nconst a = f();', 7, 11),
    ).toEqual({
      name: 'a',
      doc: 'Two\nlines, {@link b}.\n@returns b',
    });
    expect(await at('f({\n  a: 1, /** of a */\n  b: 2,\n  /** of c */ c: 3 });', 1, 1)).toEqual({
      keys: {
        a: { line: 2, column: 3 },
        b: { line: 3, column: 3 },
        c: { doc: 'of c', line: 4, column: 15 },
      },
    });
  });

  test('a comment is the block of // lines that touches the statement, without directives', async () => {
    expect(await at('// far\n\n// near\n// @ts-expect-error\n//   more\nf();', 6, 1)).toEqual({
      comment: 'near\n  more',
    });
    expect(await at('// far\n\nf();', 3, 1)).toBeUndefined();
    expect(await at('g(); // behind\nf();', 2, 1)).toBeUndefined();
    expect(await at('/** Doc. */\n// note\nconst a = f();', 3, 11)).toEqual({
      name: 'a',
      doc: 'Doc.',
      comment: 'note',
    });
  });

  test('keys reach through block bodies, methods and casts, and keep what literals there are', async () => {
    const text =
      "f('x', { a: (p) => { const b = 1; return { /** C. */ c: b } as const; }, d() { return { e: 1 } } } as Q, { a: 3 })";
    expect(await at(text, 1, 1)).toEqual({
      keys: {
        a: { line: 1, column: 10 },
        'a.c': { doc: 'C.', line: 1, column: 54 },
        d: { line: 1, column: 74 },
        'd.e': { line: 1, column: 89 },
      },
    });
  });

  test('a text that does not parse, CRLF and a byte order mark are taken as they are', async () => {
    expect(await at('const a = f(;\nconst b = g();', 2, 11)).toEqual({ name: 'b' });
    expect(await at('\uFEFF// x\r\n// y\r\nconst b = g();', 3, 11)).toEqual({ name: 'b', comment: 'x\ny' });
    expect(await at('\uFEFFconst b = g();', 1, 11)).toEqual({ name: 'b' });
  });
});

describe('the cache', () => {
  const folder = join(scratch, 'cache', 'source');
  const write = (name: string, text: string): string => {
    const file = join(scratch, name);
    writeFileSync(file, text);
    return file;
  };
  /** The index as a process with no memory of earlier files makes it. */
  const fresh = async (file: string) => {
    vi.resetModules();
    const names = await import('./names.ts');
    return (await names.loadSourceIndex([file])).lookup({ file, line: 1, column: 11 });
  };

  test('a file that cannot be read has an empty index', async () => {
    const file = join(scratch, 'absent.ts');
    expect((await loadSourceIndex([file])).lookup({ file, line: 1, column: 1 })).toBeUndefined();
    expect((await loadSourceIndex([])).lookup(undefined)).toBeUndefined();
  });

  test('an unchanged file is not parsed again, a changed or corrupt one is', async () => {
    const before = new Set(readdirSync(folder));
    const file = write('cached.ts', 'const a = f();');
    expect(await fresh(file)).toEqual({ name: 'a' });
    const [entry = ''] = readdirSync(folder).filter(name => !before.has(name));
    expect(entry).toMatch(/^[0-9a-f]{64}\.json$/);
    const path = join(folder, entry);

    vi.doMock('./parseCalls.ts', () => {
      throw new Error('parsed again');
    });
    expect(await fresh(file)).toEqual({ name: 'a' });
    vi.doUnmock('./parseCalls.ts');

    for (const corrupt of ['{"1:11":{"name":', '{"1:11":{"name":5}}', '[]', 'null', '']) {
      writeFileSync(path, corrupt);
      expect(await fresh(file)).toEqual({ name: 'a' });
    }
    writeFileSync(path, '{"1:11":{"name":"from the cache"}}');
    expect(await fresh(file)).toEqual({ name: 'from the cache' });
    write('cached.ts', 'const b = f();');
    expect(await fresh(file)).toEqual({ name: 'b' });
  });

  test('a cache folder that cannot be written costs only the cache', async () => {
    vi.stubEnv('SCOVILLE_CACHE', write('a-file', ''));
    expect(await fresh(write('uncached.ts', 'const c = f();'))).toEqual({ name: 'c' });
    vi.stubEnv('SCOVILLE_CACHE', join(scratch, 'cache'));
  });
});
