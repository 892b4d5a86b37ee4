import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bind } from '../../../dsl/bind/bind.ts';
import { compile } from '../../../dsl/simulate/compile.ts';
import { skipUnless } from '../../../scripts/test/skip.ts';
import type { Bench } from '../../cocotb/bench.ts';
import { benchFiles } from '../../cocotb/benchFiles.ts';
import { portGroups, randomValue } from '../../cocotb/portGroups.ts';
import { valueJson } from '../../cocotb/vectorsJson.ts';
import { random } from '../../random.ts';
import { benchOf } from './inIcarus.ts';
import { configurations } from './zoo.ts';

const hasPython = (await execa('python3', ['--version'], { reject: false })).exitCode === 0;

/** Packs values of a stream in Python, and takes them apart again: nothing of cocotb is needed. */
const script = `
import json, sys, types
sys.modules["cocotb"] = types.ModuleType("cocotb")
for name, members in {"cocotb.triggers": ["Event", "SimTimeoutError", "Trigger", "with_timeout"], "cocotb.utils": ["get_sim_time"]}.items():
    module = types.ModuleType(name)
    for member in members:
        setattr(module, member, object)
    sys.modules[name] = module
import things_interface as interface
packing = interface.PASS.payload.packing
results = []
for data in json.load(open("values.json")):
    value = packing.from_json(data)
    bits, ports = packing.pack(value), packing.split(value)
    assert packing.unpack(bits) == value and packing.join(ports) == value
    results.append({"bits": str(bits), "ports": [str(port) for port in ports]})
wrong = packing.from_json(json.load(open("values.json"))[0])
refused = []
for field, bad in [("from_", 8), ("from_", -1), ("points", [])]:
    try:
        packing.pack(type(wrong)(**{**wrong.__dict__, field: bad}))
    except ValueError as error:
        refused.append(str(error))
print(json.dumps({"values": results, "refused": refused, "width": packing.width}))
`;

let folder = '';
let bench: Bench | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scoville-packing-'));
  const configuration = configurations.find(({ name }) => name === 'things') ?? expect.fail('there are no things');
  bench = await benchOf({ name: 'things', configuration, block: undefined });
  for (const [name, text] of await benchFiles(bench)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true }));

describe('values in Python', () => {
  skipUnless(hasPython, 'python3 is not installed.');

  it('have the bits that the language gives them, packed and at the ports, and come back', async () => {
    const { top } = bench ?? expect.fail('there is no bench');
    const simulator = compile(bind(top.module, { WIDTH: 7 }));
    const bits = portGroups(simulator.design.ports).find(({ key }) => key === 'pass_bits') ?? expect.fail('no bits');
    const source = random(3);
    const values = Array.from({ length: 60 }, () => randomValue(bits, source));
    await writeFile(join(folder, 'values.json'), `[${values.map(value => valueJson(value, bits.type)).join(',\n')}]`);
    await writeFile(join(folder, 'check.py'), script);
    const { stdout } = await execa('python3', ['check.py'], { cwd: folder });
    const expected = values.map(value => {
      simulator.poke('pass_bits', value);
      return {
        bits: String(simulator.peekBits('pass_bits')),
        ports: bits.ports.map(({ name }) => String(simulator.peekBits(name))),
      };
    });
    expect(JSON.parse(stdout)).toEqual({
      values: expected,
      refused: [
        '8 does not fit in 3 bits, unsigned',
        '-1 does not fit in 3 bits, unsigned',
        '0 elements where 2 are needed',
      ],
      width: 3 + 2 + 1 + 2 * (7 + 6),
    });
  });
});
