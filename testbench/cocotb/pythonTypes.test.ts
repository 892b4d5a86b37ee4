import { expect, it } from 'vitest';
import { bool, enumeration, sint, struct, uint, vec } from '../../dsl/index.ts';
import { layOut } from './pythonExpression.ts';
import { PythonScope, pascalCase, pythonName, upperCase } from './pythonNames.ts';
import { memberNames, PythonTypes } from './pythonTypes.ts';

const types = () => new PythonTypes(new PythonScope(['Bool']), { name: name => name });

it('names as Python takes them, no two of them the same', () => {
  expect(['in', 'in_', 'inner', 'None', 'match'].map(pythonName)).toEqual(['in_', 'in__', 'inner', 'None_', 'match']);
  expect(pascalCase('read_data')).toBe('ReadData');
  expect(upperCase('weightLast')).toBe('WEIGHT_LAST');
  const scope = new PythonScope(['Taken']);
  expect([
    scope.claim('Taken', 'Other'),
    scope.claim('Taken', 'Other'),
    scope.claim('class'),
    scope.claim('1st', 'First'),
  ]).toEqual(['Other', 'Other_2', 'class_2', 'First']);
});

it('says what a value is, and how it is packed', () => {
  const described = types();
  const pair = struct({ sign: bool, levels: vec(3, sint(5)) });
  expect(described.of(uint(7), ['a'])).toMatchObject({ annotation: 'int' });
  const { annotation, packing } = described.of(vec(2, pair), ['pair']);
  expect([annotation, layOut(packing)]).toEqual(['list[Pair]', 'Vec(2, PAIR_PACKING)']);
  expect(described.structs.map(({ name, packing: own }) => [name, layOut(own)])).toEqual([
    ['Pair', 'Struct(Pair, sign=Bool(), levels=Vec(3, SInt(5)))'],
  ]);
});

it('has one class for one type, and two for two that are called the same', () => {
  const described = types();
  const one = struct({ x: uint(3) });
  const same = struct({ x: uint(3) });
  const other = struct({ x: uint(4) });
  expect([one, same, other].map((type, at) => described.of(type, ['point', `p${at}_point`]).annotation)).toEqual([
    'Point',
    'Point',
    'P2Point',
  ]);
  const [color, tint] = [enumeration('red', 'blue'), enumeration('red', 'green')];
  expect([color, color, tint].map(type => described.of(type, ['color']).annotation)).toEqual([
    'Color',
    'Color',
    'Color_2',
  ]);
  expect(described.of(struct({ b: bool }), ['bool']).annotation).toBe('Bool_2');
});

it('writes values of an enumeration in capitals, unless two would be one', () => {
  expect([...memberNames(enumeration('idle', 'pass')).values()]).toEqual(['IDLE', 'PASS']);
  expect([...memberNames(enumeration('aB', 'ab', 'pass')).values()]).toEqual(['aB', 'ab', 'pass_']);
});
