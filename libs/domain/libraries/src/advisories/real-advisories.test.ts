import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import { parse } from 'yaml';
import { normalName } from '../python/parse-requirement.ts';
import { parsePython } from '../versions/pep440.ts';
import { compareVersions } from '../versions/versions.ts';
import type { Advisory, AffectedPackage } from './advisory.ts';
import { isAffected } from './match-version.ts';
import { matchPackages } from './match-packages.ts';
import { npmAdvisoryToOsv } from './npm-advisory.ts';
import { parseOsv } from './parse-osv.ts';
import { GO_TRUTH, NPM_TRUTH } from './test-support/advisory-truth.ts';

const folder = process.env['TWINMCP_ADVISORIES_DIR'];
const suite = folder ? describe : describe.skip;

/** `npm/` as npm's own database had them, `go/` and `pypi/` in the OSV schema. */
suite('real advisories (skipped without $TWINMCP_ADVISORIES_DIR)', () => {
  const read = (name: string, parser: (text: string) => unknown): unknown[] => readdirSync(path.join(folder!, name)).map((file) => parser(readFileSync(path.join(folder!, name, file), 'utf8')));
  const advisories = (values: unknown[]) => values.map(parseOsv).filter((one): one is Advisory => one !== null);

  /** One text for all spellings of a version. */
  const canonical = (version: string): string => {
    const parsed = parsePython(version);
    return parsed ? JSON.stringify({ ...parsed, release: parsed.release.join('.').replace(/(\.0)+$/, '') }) : version;
  };

  it('PyPI: ranges alone give the versions that the advisories list one by one', () => {
    const all = advisories(read('pypi', (text) => parse(text) as unknown));
    expect(all.length).toBe(624);
    const entries = all.flatMap((advisory) => advisory.affected.map((affected) => ({ advisory, affected })));
    const universe = new Map<string, Set<string>>();
    for (const { affected } of entries) {
      const name = normalName(affected.name);
      const known = universe.get(name) ?? new Set<string>();
      for (const version of affected.versions) known.add(version);
      for (const event of affected.ranges.flat()) if ('fixed' in event && compareVersions('pypi', event.fixed, event.fixed) !== null) known.add(event.fixed);
      universe.set(name, known);
    }
    let [judged, missed, invented, undecided] = [0, 0, 0, 0];
    const differing = new Map<string, number>();
    for (const { advisory, affected } of entries) {
      if (affected.ranges.length === 0 || affected.versions.length === 0) continue; // nothing to compare with
      const listed = new Set(affected.versions.map(canonical));
      // Only versions that were there when the list was made can be told to be absent from it: those another list of the package names too.
      for (const version of universe.get(normalName(affected.name))!) {
        const truth = listed.has(canonical(version));
        const answer = isAffected(version, { ...affected, versions: [] });
        judged++;
        if (answer === null) undecided++;
        else if (truth && !answer) missed++;
        else if (!truth && answer) invented++;
        if (answer !== truth) differing.set(advisory.id, (differing.get(advisory.id) ?? 0) + 1);
      }
    }
    const agreement = 1 - (missed + invented + undecided) / judged;
    process.stdout.write(`PyPI: ${judged} pairs of advisory and version, agreement ${agreement.toFixed(4)} (missed ${missed}, beyond the list ${invented}, not comparable ${undecided}); most in ${[...differing].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([one, count]) => `${one} ${count}`).join(', ')}\n`);
    expect(judged).toBeGreaterThan(20_000);
    expect(agreement).toBeGreaterThan(0.98);
    // With the lists, as it is used, nothing that is listed is missed.
    expect(entries.every(({ affected }) => affected.versions.every((version) => isAffected(version, affected) === true))).toBe(true);
  });

  it('npm: as semver itself reads the ranges, at and around every bound', () => {
    const raw = read('npm', (text) => JSON.parse(text) as unknown) as { id: number; module_name: string; vulnerable_versions: string }[];
    const all = advisories(raw.map(npmAdvisoryToOsv));
    expect([raw.length, all.length]).toEqual([467, 467]);
    const differing: string[] = [];
    let judged = 0;
    for (const [index, advisory] of all.entries()) {
      const range = raw[index]!.vulnerable_versions;
      const bounds = [...range.matchAll(/\d+\.\d+\.\d+(?:-[\w.]+)?/g)].map(([version]) => version);
      const around = new Set(['0.0.0', '0.0.1', '1.0.0', '99.0.0', ...bounds.flatMap((bound) => [bound, semver.inc(bound, 'patch', true), semver.inc(bound, 'minor', true), semver.inc(bound, 'major', true)])]);
      for (const version of around) {
        if (version === null || (semver.parse(version, true)?.prerelease.length ?? 0) > 0) continue; // pre-releases: hand-made below
        judged++;
        const answer = advisory.affected.some((affected) => isAffected(version, affected));
        if (answer !== semver.satisfies(version, range, { loose: true })) differing.push(`${advisory.id} ${version} in ${range}`);
      }
    }
    expect(judged).toBeGreaterThan(2_000);
    expect(differing).toEqual([]);
  });

  it.each([['npm', NPM_TRUTH], ['go', GO_TRUTH]] as const)('%s: the table of versions made by hand', (ecosystem, truth) => {
    const all = new Map(advisories(ecosystem === 'npm' ? read('npm', (text) => npmAdvisoryToOsv(JSON.parse(text))) : read('go', (text) => JSON.parse(text) as unknown)).map((advisory) => [advisory.id, advisory]));
    const answers = truth.flatMap(([advisory, name, versions]) => Object.keys(versions).map((version) => [advisory, name, version, (all.get(advisory)?.affected ?? []).filter((one: AffectedPackage) => one.name === name).some((one) => isAffected(version, one) === true)]));
    expect(answers).toEqual(truth.flatMap(([advisory, name, versions]) => Object.entries(versions).map(([version, expected]) => [advisory, name, version, expected])));
    expect(answers.length).toBeGreaterThan(50);
  });

  it('gives a severity where a vector is, and unknown where none is', () => {
    const npm = read('npm', (text) => JSON.parse(text) as unknown) as { id: number; module_name: string; cvss_vector?: string | null; cvss_score?: number }[];
    const all = new Map(advisories(npm.map(npmAdvisoryToOsv)).map((advisory) => [advisory.id, advisory]));
    expect(npm.filter(({ cvss_vector }) => !cvss_vector).map(({ id: number }) => all.get(`NPM-${number}`)?.severity ?? null).every((one) => one === null)).toBe(true);
    const scored = npm.filter(({ cvss_vector }) => cvss_vector).map(({ id: number, cvss_score }) => [all.get(`NPM-${number}`)?.severity?.score, cvss_score]);
    expect(scored.filter(([score]) => score === undefined).length).toBeLessThan(5);
    // The scores beside the vectors were typed by people; most agree.
    expect(scored.filter(([score, typed]) => Math.abs((score ?? -1) - (typed ?? -2)) <= 0.11).length / scored.length).toBeGreaterThan(0.9);
    const go = advisories(read('go', (text) => JSON.parse(text) as unknown));
    expect(go.length).toBe(700);
    const [first] = go.filter(({ affected, withdrawn }) => !withdrawn && affected.some(({ ranges }) => ranges.length > 0));
    const match = matchPackages([{ ecosystem: 'go', name: first!.affected[0]!.name, version: 'v0.0.0-20200101000000-abcdefabcdef' }], [first!]);
    expect(match.map(({ severity }) => severity)).toEqual(first!.affected.some(({ ranges }) => ranges.some((events) => events.some((event) => 'introduced' in event && event.introduced === '0'))) ? ['unknown'] : []);
  });
});
