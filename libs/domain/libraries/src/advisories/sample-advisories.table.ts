import type { Advisory } from './advisory.ts';
import { parseOsv } from './parse-osv.ts';

type Row = readonly [ecosystem: string, name: string, events: readonly (readonly [from: string, fixed: string | null])[], id: string, cve: string | null, cwe: string, cvss: string | null, summary: string];

/** Flaws that every project should know of, so that a first audit without any imported data is not blind. In our own words; no substitute for a dump. */
const ROWS: readonly Row[] = [
  ['npm', 'lodash', [['0', '4.17.21']], 'GHSA-35jh-r3h4-6jhm', 'CVE-2021-23337', 'CWE-94', 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', 'The template function runs commands that an option smuggles in'],
  ['npm', 'minimist', [['0', '0.2.4'], ['1.0.0', '1.2.6']], 'GHSA-xvch-5gv4-984h', 'CVE-2021-44906', 'CWE-1321', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'Arguments can change the prototype of all objects'],
  ['npm', 'node-fetch', [['0', '2.6.7'], ['3.0.0', '3.1.1']], 'GHSA-r683-j2x4-v87g', 'CVE-2022-0235', 'CWE-601', null, 'Headers with credentials are sent on to another host after a redirect'],
  ['npm', 'semver', [['0', '5.7.2'], ['6.0.0', '6.3.1'], ['7.0.0', '7.5.2']], 'GHSA-c2qf-rxjj-qqgw', 'CVE-2022-25883', 'CWE-1333', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'Reading a range takes time that grows with the square of its length'],
  ['npm', 'json5', [['0', '1.0.2'], ['2.0.0', '2.2.2']], 'GHSA-9c47-m6qq-7p4h', 'CVE-2022-46175', 'CWE-1321', null, 'A key called __proto__ sets the prototype of the parsed object'],
  ['npm', 'braces', [['0', '3.0.3']], 'GHSA-grv7-fg5c-xmjg', 'CVE-2024-4068', 'CWE-1050', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'Unbalanced braces make the parser use up the memory'],
  ['npm', 'cross-spawn', [['0', '6.0.6'], ['7.0.0', '7.0.5']], 'GHSA-3xgq-45jj-v275', 'CVE-2024-21538', 'CWE-1333', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'A long argument of backslashes keeps an expression busy'],
  ['npm', 'ws', [['2.1.0', '5.2.4'], ['6.0.0', '6.2.3'], ['7.0.0', '7.5.10'], ['8.0.0', '8.17.1']], 'GHSA-3h5v-q93c-6h6q', 'CVE-2024-37890', 'CWE-476', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'A request with very many headers ends the server'],
  ['npm', 'tough-cookie', [['0', '4.1.3']], 'GHSA-72xf-g2v4-qvf3', 'CVE-2023-26136', 'CWE-1321', null, 'Cookies can change the prototype when public suffixes are not rejected'],
  ['npm', 'word-wrap', [['0', '1.2.4']], 'GHSA-j8xg-fqg3-53r7', 'CVE-2023-26115', 'CWE-1333', null, 'Trailing spaces keep an expression busy'],
  ['npm', 'minimatch', [['0', '3.0.5']], 'GHSA-f8q6-p94x-37v3', 'CVE-2022-3517', 'CWE-1333', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'Expanding braces takes exponential time'],
  ['npm', 'flatmap-stream', [['0.1.1', '0.1.2']], 'GHSA-9x64-5r7x-2q53', null, 'CWE-506', null, 'The package steals the contents of wallets'],
  ['PyPI', 'PyYAML', [['0', '5.4']], 'GHSA-8q59-q68h-6hv4', 'CVE-2020-14343', 'CWE-20', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'Loading untrusted YAML with the full loader runs code'],
  ['PyPI', 'requests', [['2.3.0', '2.31.0']], 'GHSA-j8r2-6x86-q33q', 'CVE-2023-32681', 'CWE-200', null, 'Credentials of a proxy are sent to the destination'],
  ['PyPI', 'urllib3', [['0', '1.26.17'], ['2.0.0', '2.0.6']], 'GHSA-v845-jxx5-vc9f', 'CVE-2023-43804', 'CWE-200', null, 'Cookies are kept when a redirect leads to another host'],
  ['PyPI', 'Jinja2', [['0', '3.1.3']], 'GHSA-h5c8-rqwp-cp95', 'CVE-2024-22195', 'CWE-79', null, 'Keys of the xmlattr filter can add attributes'],
  ['Go', 'golang.org/x/crypto', [['0', '0.31.0']], 'GHSA-v778-237x-gjrc', 'CVE-2024-45337', 'CWE-863', null, 'A server may believe the wrong one of several public keys'],
  ['Go', 'golang.org/x/net', [['0', '0.23.0']], 'GHSA-4v7x-pqxf-cx7m', 'CVE-2023-45288', 'CWE-400', null, 'Endless HTTP/2 header frames keep the server busy'],
  ['crates.io', 'time', [['0.1.0', '0.2.23']], 'RUSTSEC-2020-0071', 'CVE-2020-26235', 'CWE-476', null, 'Reading the local time zone while the environment changes can crash'],
  ['Maven', 'org.apache.logging.log4j:log4j-core', [['2.0-beta9', '2.3.1'], ['2.4', '2.12.2'], ['2.13.0', '2.15.0']], 'GHSA-jfh8-c2jp-5v3q', 'CVE-2021-44228', 'CWE-502', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 'A logged text can load and run code from elsewhere'],
];

let sample: readonly Advisory[] | null = null;

export function sampleAdvisories(): readonly Advisory[] {
  sample ??= ROWS.map(([ecosystem, name, events, id, cve, cwe, cvss, summary]) => parseOsv({
    id, summary, aliases: cve ? [cve] : [], database_specific: { cwe_ids: [cwe] }, severity: cvss ? [{ type: 'CVSS_V3', score: cvss }] : [],
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'SEMVER', events: events.flatMap(([introduced, fixed]) => [{ introduced }, ...(fixed === null ? [] : [{ fixed }])]) }] }],
  })!);
  return sample;
}
