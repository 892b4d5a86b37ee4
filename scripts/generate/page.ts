import { readFile } from 'node:fs/promises';
import Handlebars from 'handlebars';
import type { Manifest, ManifestModule } from '../../dsl/emit/manifest.ts';
import { rangeText } from '../../dsl/params.ts';

const template = new URL('../../dsl/emit/templates/design.md.hbs', import.meta.url);
let compiled: Promise<HandlebarsTemplateDelegate> | undefined;

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page of a design's folder, from its manifest and what is known of the modules below the top. */
export async function renderDesignPage(manifest: Manifest, library: readonly ManifestModule[]): Promise<string> {
  compiled ??= readFile(template, 'utf8').then(text => Handlebars.compile(text, { noEscape: true }));
  const render = await compiled;
  const { module } = manifest;
  return render({
    ...manifest,
    parameters: module.parameters.map(parameter => ({
      ...parameter,
      range: cell(rangeText(parameter)),
      doc: cell(parameter.doc ?? ''),
    })),
    ports: module.ports.map(port => ({ ...port, doc: cell(port.doc ?? '') })),
    modules: [...library, module].map(({ name, file, instances }) => ({
      name,
      file,
      instances: [...new Set(instances.map(instance => `\`${instance.module}\``))].join(', '),
    })),
  });
}
