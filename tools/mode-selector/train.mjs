// Learns the mode selector from what collect.mjs wrote, and says how well it does on sets it has not seen.
//   node --conditions=twinmcp-source tools/mode-selector/train.mjs <collected folder> [--write]
// Label of a query: the mode with the highest reciprocal rank; queries where two modes share it are no labelled case, but their
// ranks are learnt from and count in the MRR. One fold a repository (a labelled set): its queries are tested with weights that never saw them.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decideMode, EFFECTIVE_MODES as MODES, MODE_FEATURES, modeFeatures, nameScores, understandQuery } from '@twinmcp/context';

const RATE = 0.5;
const STEPS = 1_500;
const L2 = 0.002;
/** Weight of one labelled case against one case where the ranks alone are learnt from. */
const LABELLED = 1;
/** Where modes are equally good, the one that depends on no single part is preferred. */
const PREFERRED = { ast: 0, rag: 0, hybrid: 0.02 };

const [folder, ...flags] = process.argv.slice(2);
const rows = [];
for (const name of (await readdir(folder)).filter((one) => one.endsWith('.jsonl')).sort()) {
  for (const line of (await readFile(path.join(folder, name), 'utf8')).trim().split('\n')) {
    const { repository, query, rr, named, worded } = JSON.parse(line);
    const situation = { query: understandQuery(query), named, worded };
    const ranks = MODES.map((mode) => rr[mode]);
    const best = Math.max(...ranks);
    const winners = ranks.filter((rank) => rank === best).length;
    rows.push({ repository, query, situation, x: modeFeatures(situation), ranks, best, label: winners === 1 ? ranks.indexOf(best) : null });
  }
}

function probabilities(weights, x) {
  const scores = weights.map((w) => w.reduce((sum, value, i) => sum + value * x[i], 0));
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Full gradient ascent on the expected reciprocal rank, and on the likelihood of the label where there is one; each repository weighs the same. */
function train(cases) {
  const weights = MODES.map(() => Array.from({ length: MODE_FEATURES.length }, () => 0));
  const size = Map.groupBy(cases, ({ repository }) => repository);
  const share = new Map([...size].map(([repository, list]) => [repository, 1 / (list.length * size.size)]));
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((w) => w.map((value) => -L2 * value));
    for (const { repository, x, ranks, label } of cases) {
      const p = probabilities(weights, x);
      const worth = ranks.map((rank, m) => rank + PREFERRED[MODES[m]]);
      const expected = p.reduce((sum, value, m) => sum + value * worth[m], 0);
      for (let m = 0; m < MODES.length; m++) {
        const pull = share.get(repository) * (p[m] * (worth[m] - expected) + (label === null ? 0 : LABELLED * (Number(label === m) - p[m])));
        for (let i = 0; i < x.length; i++) gradient[m][i] += pull * x[i];
      }
    }
    weights.forEach((w, m) => w.forEach((_, i) => (w[i] += RATE * gradient[m][i])));
  }
  return weights;
}

/** What the product would do with these weights: the selector within the bounds of `decideMode`. */
function decide(weights) {
  const named = Object.fromEntries(MODES.map((mode, m) => [mode, weights[m]]));
  return ({ situation: { query, named: hits, worded } }) => MODES.indexOf(decideMode({ requested: 'automatic', query, symbols: { named: hits, worded }, nameScores: nameScores(query, hits), astThreshold: 0.8, weights: named }).mode);
}

function report(name, tested, choose) {
  const chosen = tested.map(choose);
  const labelled = tested.map((row, i) => ({ row, mode: chosen[i] })).filter(({ row }) => row.label !== null);
  const right = labelled.filter(({ row, mode }) => row.label === mode).length;
  const sum = (of) => tested.reduce((total, row, i) => total + of(row, chosen[i]), 0) / tested.length;
  const mrr = sum((row, mode) => row.ranks[mode]);
  const best = sum((row) => row.best);
  const counts = MODES.map((mode, m) => `${mode} ${chosen.filter((one) => one === m).length}`).join(', ');
  const truth = MODES.map((mode, m) => `${mode} ${labelled.filter(({ row }) => row.label === m).length}`).join(', ');
  console.log(`${name.padEnd(24)} ${String(tested.length).padStart(5)} queries  labelled ${String(labelled.length).padStart(4)} (${truth})  right ${labelled.length === 0 ? '–' : (right / labelled.length).toFixed(3)}  MRR ${mrr.toFixed(3)} of ${best.toFixed(3)} = ${(mrr / best).toFixed(3)}  chosen: ${counts}`);
  return { labelled: labelled.length, right, mrr, best, n: tested.length, chosen };
}

const held = [];
const shares = [];
for (const repository of new Set(rows.map((row) => row.repository))) {
  const weights = train(rows.filter((row) => row.repository !== repository));
  const tested = rows.filter((row) => row.repository === repository);
  const { chosen, mrr, best } = report(repository, tested, decide(weights));
  shares.push(mrr / best);
  held.push(...tested.map((row, i) => ({ row, mode: chosen[i] })));
}
const chosenOf = new Map(held.map(({ row, mode }) => [row, mode]));
report('all, each unseen', rows, (row) => chosenOf.get(row));
console.log(`mean over the sets: MRR ${(shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(3)} of the best`);
for (const [m, mode] of MODES.entries()) report(`always ${mode}`, rows, () => m);

const final = train(rows);
const rounded = Object.fromEntries(MODES.map((mode, m) => [mode, final[m].map((value) => Number(value.toFixed(3)))]));
report('as shipped', rows, decide(MODES.map((mode) => rounded[mode])));
if (flags.includes('--write')) {
  const table = MODES.map((mode) => `  ${mode}: [${rounded[mode].join(', ')}],`).join('\n');
  const file = new URL('../../libs/domain/context/src/mode/mode-weights.data.ts', import.meta.url);
  await writeFile(file, `// Written by tools/mode-selector/train.mjs; the order is that of MODE_FEATURES.\nimport type { ModeWeights } from './select-mode.ts';\n\nexport const MODE_WEIGHTS: ModeWeights = {\n${table}\n};\n`);
}
