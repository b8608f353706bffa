import type { TaskStatus } from './model.ts';

/** English and French, without accents and case. The longer forms of a word stand in brackets of the pattern. */
const WORDS: readonly (readonly [TaskStatus, RegExp])[] = [
  ['done', /^(?:done|complete(?:d)?|finished|closed|shipped|fait(?:e|s|es)?|termine(?:e|s|es)?|acheve(?:e|s|es)?|fini(?:e|s|es)?|realise(?:e|s|es)?|livre(?:e|s|es)?)$/],
  ['in-progress', /^(?:in progress|doing|wip|work in progress|ongoing|started|en cours(?: de (?:realisation|developpement))?|commence(?:e|s|es)?)$/],
  ['blocked', /^(?:blocked|on hold|waiting|stuck|bloque(?:e|s|es)?|en attente|suspendu(?:e|s|es)?|en pause)$/],
  ['cancelled', /^(?:cancell?ed|dropped|abandoned|won'?t do|rejected|out of scope|annule(?:e|s|es)?|abandonne(?:e|s|es)?|rejete(?:e|s|es)?|hors perimetre)$/],
  ['todo', /^(?:to ?do|backlog|planned|open|next|upcoming|not started|a faire|a venir|prevu(?:e|s|es)?|planifie(?:e|s|es)?|ouvert(?:e|s|es)?|non commence(?:e|s|es)?|restant(?:e|s|es)?)$/],
];
/** A heading may name what it holds: `Tâches terminées`, `Completed tasks`. */
const THINGS = /^(?:tasks?|items?|taches?|actions?)(?: |$)| (?:tasks?|items?|taches?|actions?)$/g;
const SIGNS: readonly (readonly [TaskStatus, RegExp])[] = [
  ['done', /[✅✔☑]/u], ['in-progress', /[🚧🔄⏳]/u], ['blocked', /[⛔🚫🛑]/u], ['cancelled', /[❌🗑]/u],
];

/** The status that a heading or a short remark consists of; null when it says something else. */
export function statusOf(words: string): TaskStatus | null {
  const plain = words.slice(0, 100).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’‘]/g, "'").replace(/\(\s*\d+(?:\s*\/\s*\d+)?\s*\)|[^\p{L}' ]+/gu, ' ').replace(/\s+/g, ' ').trim();
  const status = wordStatus(plain) ?? wordStatus(plain.replace(THINGS, '').trim());
  if (status !== null || plain !== '') return status;
  return SIGNS.find(([, sign]) => sign.test(words))?.[0] ?? null;
}

function wordStatus(plain: string): TaskStatus | null {
  return WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

const REMARK = /(?:^|\s)[([{]\s*([^()[\]{}]{2,40}?)\s*[)\]}]/gu;
const FIELD = /(?:^|[\s([])(?:status|state|statut|etat|état)\s*[:=]\s*([\p{L}' -]{2,40})/iu;
const LAST_WORDS = /\s[–—-]{1,2}\s*([\p{L}' -]{2,30})$/u;

/** The status that a task's own words give it: `(en cours)`, `Status: blocked`, `… — on hold`, 🚧. */
export function statusInText(text: string): TaskStatus | null {
  const found: (string | undefined)[] = [FIELD.exec(text)?.[1]?.replace(/\s+-.*$/, ''), ...[...text.matchAll(REMARK)].map((match) => match[1]), LAST_WORDS.exec(text)?.[1]];
  for (const words of found) {
    const status = words ? statusOf(words) : null;
    if (status !== null) return status;
  }
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}

/** `[x]` is done whatever the words say; an empty box is never done. */
export function taskStatus(mark: string, text: string, section: TaskStatus | null): TaskStatus {
  if (mark === 'x' || mark === 'X') return 'done';
  if (mark === '-') return 'cancelled';
  if (mark === '~' || mark === '/') return 'in-progress';
  if (mark === '!') return 'blocked';
  const own = statusInText(text);
  if (own !== null && own !== 'done') return own;
  return section === null || section === 'done' ? 'todo' : section;
}
