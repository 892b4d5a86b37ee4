import { readFile } from 'node:fs/promises';
import Handlebars from 'handlebars';
import type { Manifest } from '../../dsl/emit/manifest.ts';
import { rangeText } from '../../dsl/params.ts';

const template = new URL('../../dsl/emit/templates/design.md.hbs', import.meta.url);
let compiled: Promise<HandlebarsTemplateDelegate> | undefined;

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page of a design's folder, from its manifest. */
export async function renderDesignPage(manifest: Manifest): Promise<string> {
  compiled ??= readFile(template, 'utf8').then(text => Handlebars.compile(text, { noEscape: true }));
  const render = await compiled;
  const top = manifest.modules.at(-1);
  return render({
    ...manifest,
    parameters: top?.parameters.map(parameter => ({
      ...parameter,
      range: cell(rangeText(parameter)),
      doc: cell(parameter.doc),
    })),
    ports: top?.ports.map(port => ({ ...port, doc: cell(port.doc) })),
    modules: manifest.modules.map(module => ({
      ...module,
      instances: [...new Set(module.instances.map(instance => `\`${instance.module}\``))].join(', '),
    })),
  });
}
