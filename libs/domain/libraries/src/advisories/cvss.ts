import calculator from 'ae-cvss-calculator';

// A UMD bundle: what its types call named exports are members of the default one.
const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = calculator as unknown as typeof import('ae-cvss-calculator');

export type SeverityLevel = 'none' | 'low' | 'medium' | 'high' | 'critical' | 'unknown';

export interface CvssScore {
  readonly vector: string;
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  /** 0 … 10, base score; of version 4 with whatever threat and environment metrics the vector has. */
  readonly score: number;
}

/** `metric:value` parts with the metrics of all versions: what has another form the calculator would complain about on the console. */
const SHAPE = /^(?:CVSS:(?:3\.0|3\.1|4\.0)\/)?(?:(?:AV|AC|AT|Au|PR|UI|[SCIAEUR]|V[CIA]|S[CIA]|RL|RC|AU|RE|CDP|TD|[CIA]R|M[SCIA]|M(?:AV|AC|AT|PR|UI|VC|VI|VA|SC|SI|SA)):[A-Za-z]{1,5}(?:\/|$))+$/;

/** Reads a vector of any version; null when it is none. */
export function scoreVector(vector: string): CvssScore | null {
  if (vector.length > 512) return null;
  const bare = vector.trim().replace(/^\(|\)$/g, '');
  if (!SHAPE.test(bare)) return null;
  try {
    if (bare.startsWith('CVSS:4.0/')) return read(vector, '4.0', new Cvss4P0(bare));
    if (bare.startsWith('CVSS:3.1/')) return read(vector, '3.1', new Cvss3P1(bare));
    if (bare.startsWith('CVSS:3.0/')) return read(vector, '3.0', new Cvss3P0(bare));
    return /^AV:[LAN]\/AC:/.test(bare) ? read(vector, '2.0', new Cvss2(bare)) : null;
  } catch {
    return null; // a mistyped vector says nothing
  }
}

/** A vector that lacks a base metric has no score. */
function read(vector: string, version: CvssScore['version'], parsed: { isBaseFullyDefined(): boolean; calculateScores(): { base?: number | undefined; overall: number } }): CvssScore | null {
  if (!parsed.isBaseFullyDefined()) return null;
  const { base, overall } = parsed.calculateScores();
  const score = version === '4.0' ? overall : base;
  return score === undefined || !Number.isFinite(score) ? null : { vector, version, score };
}

/** The qualitative scale that versions 3 and 4 share. */
export function levelOf(score: number): SeverityLevel {
  if (score <= 0) return 'none';
  if (score < 4) return 'low';
  if (score < 7) return 'medium';
  return score < 9 ? 'high' : 'critical';
}

const WORDS: Readonly<Record<string, SeverityLevel>> = { NONE: 'none', LOW: 'low', MODERATE: 'medium', MEDIUM: 'medium', HIGH: 'high', IMPORTANT: 'high', CRITICAL: 'critical' };

/** The level of a finding: from the score, else from the word of the database, else unknown; never guessed. */
export function severityLevel(score: CvssScore | null, label: string | null): SeverityLevel {
  return score ? levelOf(score.score) : (WORDS[(label ?? '').toUpperCase()] ?? 'unknown');
}
