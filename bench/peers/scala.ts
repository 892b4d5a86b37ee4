import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { sha256 } from '../../dsl/source/cache.ts';
import { folderOnce } from '../../scripts/verilator/folderOnce.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';
import { install, requireCommand, toolCache } from './install.ts';
import { type Emitter, type Peer, peerSources } from './peer.ts';
import { quoted } from './quoted.ts';

/** Compiler plugins among the jars; SpinalHDL's needs its payload beside it. */
function pluginOptions(jars: readonly string[]): string[] {
  const payload = jars.filter(jar => jar.includes('idsl-payload'));
  return jars
    .filter(jar => /(chisel|idsl)-plugin/.test(jar))
    .map(jar => `-Xplugin:${[jar, ...payload].join(delimiter)}`);
}

async function jarsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'jars'));
  return names.sort().map(name => join(folder, 'jars', name));
}

/** Fetches the jars that the project file lists, and compiles the source with the Scala compiler among them. */
async function build(sources: string, folder: string, progress: (state: string) => void): Promise<void> {
  progress('installing');
  const repository = join(folder, 'repository');
  const maven = ['mvn', '-q', '-B', '-f', join(sources, 'pom.xml'), `-Dmaven.repo.local=${repository}`] as const;
  await install([...maven, 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'jars')}`]);
  await rm(repository, { recursive: true, force: true });
  progress('compiling its source');
  const jars = await jarsIn(folder);
  const classes = join(folder, 'classes');
  await mkdir(classes);
  const scalac = ['-nowarn', '-Ymacro-annotations', '-language:reflectiveCalls', ...pluginOptions(jars)];
  await install([
    'java',
    '-Xss8m',
    ...['-cp', jars.join(delimiter), 'scala.tools.nsc.Main', ...scalac],
    ...['-cp', jars.join(delimiter), '-d', classes, join(sources, 'Array.scala')],
  ]);
}

async function prepare(language: string, progress: (state: string) => void): Promise<Emitter> {
  const sources = join(peerSources, language);
  await requireCommand(['java', '-version']);
  await requireCommand(['mvn', '--version']);
  const texts = await Promise.all(['pom.xml', 'Array.scala'].map(name => readFile(join(sources, name), 'utf8')));
  const target = cacheFolder('peers', `${language}-${sha256(...texts).slice(0, 16)}`);
  const folder = await folderOnce(target, temporary => build(sources, temporary, progress));
  const classPath = [...(await jarsIn(folder)), join(folder, 'classes')].join(delimiter);
  return {
    command: (size, out) => [
      'java',
      '-Xss64m',
      ...['-cp', classPath, 'peers.Main', join(out, 'array.sv'), String(size)],
    ],
    env: toolCache(),
    design: (_size, out) => ({ files: [join(out, 'array.sv')], top: 'SystolicArray' }),
  };
}

/** Without it the Verilog has automatic variables, which Yosys does not read. */
const plainVerilog = 'strip';

export const chisel: Peer = {
  name: 'Chisel 7.14, firtool 1.155',
  source: join(peerSources, 'chisel/Array.scala'),
  signals: { clock: 'clock', reset: 'reset' },
  quoted: quoted.chisel,
  prepare: async progress => ({ ...(await prepare('chisel', progress)), forSynthesis: [plainVerilog] }),
};

export const spinal: Peer = {
  name: 'SpinalHDL 1.14.2',
  source: join(peerSources, 'spinal/Array.scala'),
  signals: { reset: 'reset' },
  quoted: quoted.spinal,
  prepare: progress => prepare('spinal', progress),
};
