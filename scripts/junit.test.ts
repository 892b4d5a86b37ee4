import { expect, it } from 'vitest';
import { junitXml } from './junit.ts';

it('writes suites, what they were run with, and what failed, escaped', () => {
  const xml = junitXml([
    {
      name: 'random "cases"',
      properties: { seed: '7', simulator: 'verilator' },
      cases: [
        { name: '7:0', className: 'a<b' },
        {
          name: '7:1',
          className: 'a',
          output: '12 cycles',
          failure: { message: 'result 0 is "1" & not\n2', details: 'x < y\nreplay: \u0007]]>' },
        },
      ],
    },
    { name: 'none', properties: {}, cases: [] },
  ]);
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1">
  <testsuite name="random &quot;cases&quot;" tests="2" failures="1" errors="0" skipped="0">
    <properties>
      <property name="seed" value="7"/>
      <property name="simulator" value="verilator"/>
    </properties>
    <testcase name="7:0" classname="a&lt;b"/>
    <testcase name="7:1" classname="a">
      <failure message="result 0 is &quot;1&quot; &amp; not&#10;2">x &lt; y
replay: \ufffd]]&gt;</failure>
      <system-out>12 cycles</system-out>
    </testcase>
  </testsuite>
  <testsuite name="none" tests="0" failures="0" errors="0" skipped="0">
    <properties>
    </properties>
  </testsuite>
</testsuites>
`);
});
