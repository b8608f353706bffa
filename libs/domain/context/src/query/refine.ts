import { contextNeeds } from './intents.ts';
import { INTENTS, type Intent, type IntentKind, type QueryUnderstanding } from './model.ts';

/** What a language model may add to what was understood locally. Everything in it is checked: it only ever adds or reorders. */
export interface QueryAdvice {
  readonly intent?: string;
  /** Names of symbols that the question seems to mean. */
  readonly names?: readonly string[];
  /** Words that the code may use for what is asked. */
  readonly words?: readonly string[];
}

/** Port: a language model that is asked about a question. Slow, absent and wrong at times; the local understanding stands without it. */
export interface QueryAdviser {
  advise(query: string, signal: AbortSignal | undefined): Promise<QueryAdvice>;
}

/** A guess of a model is less than what the asker wrote as code. */
const ADVISED_NAME = 0.6;
const MAX_NAMES = 8;
const MAX_WORDS = 12;
/** Least confidence of the intent that the model names. */
const ADVISED_INTENT = 0.6;

export function withAdvice(local: QueryUnderstanding, advice: QueryAdvice): QueryUnderstanding {
  const known = new Set(local.names.map(({ name }) => name.toLowerCase()));
  const names = strings(advice.names).filter((name) => /^[\p{L}_$][\p{L}\p{N}_$.:]{0,127}$/u.test(name) && !known.has(name.toLowerCase())).slice(0, MAX_NAMES).map((name) => ({ name, leaf: name.slice(name.lastIndexOf('.') + 1), certainty: ADVISED_NAME }));
  const words = strings(advice.words).map((word) => word.toLowerCase()).filter((word) => /^[\p{L}\p{N}_-]{2,64}$/u.test(word) && !local.words.includes(word)).slice(0, MAX_WORDS);
  const intents = isIntent(advice.intent) ? advised(local.intents, advice.intent) : local.intents;
  return { ...local, names: [...local.names, ...names].slice(0, 32), words: [...local.words, ...words].slice(0, 64), intents, needs: contextNeeds(intents, local.libraries.length) };
}

function advised(intents: readonly Intent[], kind: IntentKind): Intent[] {
  const own = intents.find((intent) => intent.kind === kind);
  const first = { kind, confidence: Math.max(ADVISED_INTENT, own?.confidence ?? 0), because: [...(own?.because ?? []), 'a language model says so'] };
  const others = intents.filter((intent) => intent.kind !== kind);
  const mass = others.reduce((sum, { confidence }) => sum + confidence, 0);
  const left = Math.min(1, (1 - first.confidence) / Math.max(1e-9, mass));
  return [first, ...others.map((intent) => ({ ...intent, confidence: intent.confidence * left }))];
}

function isIntent(kind: string | undefined): kind is IntentKind {
  return kind !== undefined && (INTENTS as readonly string[]).includes(kind);
}

function strings(list: readonly string[] | undefined): string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}
