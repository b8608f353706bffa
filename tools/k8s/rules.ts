import { existsSync } from 'node:fs';
import path from 'node:path';
import { CHART, has, run, type Step } from './helm.ts';

const FOLDER = path.join(CHART, 'observability');

/** Recording and alert rules by promtool: their syntax, and what they do with given series. */
export function checkRules(): Step[] {
  if (!existsSync(FOLDER)) return [];
  const tests = path.join(FOLDER, 'rules.test.yaml');
  const steps: [string, string[]][] = [['promtool check rules', ['check', 'rules', path.join(FOLDER, 'rules.yaml')]], ['promtool test rules', ['test', 'rules', tests]]];
  if (!has('promtool')) return steps.map(([what]) => ({ what, findings: [], missing: 'promtool is not on the PATH (Debian: prometheus)' }));
  return steps.map(([what, args]) => {
    const { ok, output, error } = run('promtool', args);
    return { what, findings: ok ? [] : [`${output}${error}`] };
  });
}
