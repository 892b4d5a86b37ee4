/** Results of test cases as JUnit XML, which continuous-integration systems read. */

export interface JunitCase {
  readonly name: string;
  /** What it tests, such as a configuration. */
  readonly className: string;
  /** What is wrong: one line, and more; absent where nothing is. */
  readonly failure?: { readonly message: string; readonly details: string };
  /** Lines beside the result. */
  readonly output?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly JunitCase[];
}

/** Characters that XML 1.0 has no way to write are replaced. */
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

const escapeText = (text: string): string =>
  text.replace(unwritable, '\ufffd').replace(/[&<>]/g, character => entities[character] ?? character);

const escapeAttribute = (text: string): string =>
  text.replace(unwritable, '\ufffd').replace(/[&<>"\n\r\t]/g, character => entities[character] ?? character);

function caseXml({ name, className, failure, output }: JunitCase): string {
  const head = `    <testcase name="${escapeAttribute(name)}" classname="${escapeAttribute(className)}"`;
  const parts = [
    ...(failure === undefined
      ? []
      : [`      <failure message="${escapeAttribute(failure.message)}">${escapeText(failure.details)}</failure>`]),
    ...(output === undefined ? [] : [`      <system-out>${escapeText(output)}</system-out>`]),
  ];
  return parts.length === 0 ? `${head}/>` : [`${head}>`, ...parts, '    </testcase>'].join('\n');
}

const failures = (cases: readonly JunitCase[]): number => cases.filter(({ failure }) => failure !== undefined).length;

function suiteXml({ name, properties, cases }: JunitSuite): string {
  const counts = `tests="${cases.length}" failures="${failures(cases)}" errors="0" skipped="0"`;
  return [
    `  <testsuite name="${escapeAttribute(name)}" ${counts}>`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([key, value]) => `      <property name="${escapeAttribute(key)}" value="${escapeAttribute(value)}"/>`,
    ),
    '    </properties>',
    ...cases.map(caseXml),
    '  </testsuite>',
  ].join('\n');
}

/** The text of a JUnit file. */
export function junitXml(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${all.length}" failures="${failures(all)}">`,
    ...suites.map(suiteXml),
    '</testsuites>',
    '',
  ].join('\n');
}
