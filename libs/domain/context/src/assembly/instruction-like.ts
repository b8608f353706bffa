/**
 * Text in a source that speaks to an assistant instead of to a reader of code, or hides what it says. Nothing is taken
 * out: the answer marks it as data. Deliberately narrow: a false mark costs tokens and trust (docs/answers.md has the rates).
 */
const PATTERNS: readonly (readonly [says: string, pattern: RegExp])[] = [
  ['it tells to ignore instructions', /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:(?:all|any|the|your|my|these|those|previous|prior|above|earlier|preceding|foregoing|system)\s+){1,4}(?:instructions?|prompts?|rules?|directives?|guidelines?)\b/i],
  ['it tells to ignore instructions', /(?:これまで|以前|上記|前)の(?:指示|命令|プロンプト)を(?:無視|忘れ)|(?:忽略|无视|忘记)(?:之前|以上|前面|所有)[^\n]{0,10}(?:指令|指示|提示)|(?:이전|위의?)\s?(?:지시|명령)[^\n]{0,10}무시|игнорируй\S* (?:все )?(?:предыдущие|прошлые) (?:инструкции|указания)|ignorier\w* (?:alle )?(?:vorherigen|bisherigen|obigen) (?:Anweisungen|Instruktionen)|ignore[zr]? (?:toutes )?(?:les )?instructions précédentes|ignora (?:todas )?(?:las )?instrucciones anteriores/iu],
  ['it gives an assistant a role', /\b(?:you are now (?:an? (?!\w+ed\b)|my |free (?:of|from)|unrestricted|in \w+ mode|\w*(?:GPT|Bot|AI)\b)|from now on,? you (?:are|will|must)|you must now (?:act|answer|obey|ignore)|pretend (?:to be|that you are)|act as (?:if you (?:are|were)|an? (?:unrestricted|unfiltered|evil|jailbroken)))\b[^\n]{0,120}/i],
  ['it asks for the prompt or for secrets', /\b(?:reveal|print|show|repeat|output|leak|tell me|send|disclose)\b[^.\n]{0,40}\b(?:(?:your|the) (?:system |hidden |initial |original )?(?:prompt|instructions)|(?:all )?your (?:api[- ]?keys?|secrets?|credentials|passwords?|environment variables))\b/i],
  ['it holds the marks of a chat template', /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|eot_id)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant)(?:_(?:prompt|message))?>\s*(?:you|ignore|new|do)|^\s*#{2,3}\s*(?:system|new instructions?)\s*:/im],
  ['it speaks to an assistant', /\b(?:attention|note to|important|instructions? (?:for|to)|message (?:for|to)|dear)\b[^.\n]{0,30}\b(?:AI|LLMs?|language models?|assistants?|agents?|copilot|claude|chatgpt|gpt-?\d?)\b[^.\n]{0,160}\b(?:must|should|do not|don't|never|always|please|execute|run|call|send|delete|include|respond|reply)\b/i],
  ['it tells to keep something from the user', /\b(?:do not|don't|never|without)\b[^.\n]{0,20}\b(?:tell(?:ing)?|inform(?:ing)?|mention(?:ing)?|notify(?:ing)?|reveal(?:ing)?|alert(?:ing)?)\b[^.\n]{0,20}\b(?:the )?(?:user|human|developer|operator)\b/i],
  ['it names a way around safety', /\b(?:jailbreak(?:ed|ing)?|DAN mode|developer mode (?:enabled|on)|do anything now|no (?:ethical|safety) (?:guidelines|restrictions))\b/i],
  ['it holds invisible characters', /[\u{e0020}-\u{e007f}]{3,}|[\u200b\u200c\u2060\ufeff]{6,}/u],
  ['it holds marks that turn the order of text', /[\u202a-\u202e\u2066-\u2069]/u],
];
/** Most texts have none of these words. */
const MAY_BE = /ignore|disregard|forget|overrid|bypass|無視|忘れ|忽略|无视|忘记|무시|игнорируй|ignor|you are now|from now on|you must now|pretend|act as|prompt|instruction|api.?key|secret|credential|password|environment var|<\||INST|<<|assistant|system|attention|note to|important|dear|message|user|human|developer|operator|jailbreak|DAN mode|anything now|guidelines|restrictions|[\u200b\u200c\u2060\ufeff\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/iu;
const MAX_TEXT = 200_000;

/** Why a text looks like instructions; null when it does not. The first reason is enough. */
export function instructionLike(text: string): string | null {
  const read = text.slice(0, MAX_TEXT);
  if (!MAY_BE.test(read)) return null;
  for (const [says, pattern] of PATTERNS) if (pattern.test(read)) return says;
  return null;
}
