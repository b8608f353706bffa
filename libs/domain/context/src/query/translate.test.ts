import { PROGRAMMING_WORDS } from './programming-words.table.ts';
import { programmingWords } from './translate.ts';
import { understandQuery } from './understand-query.ts';

describe('programmingWords', () => {
  it.each([
    ['セッションクッキーはどのように署名されますか', ['session', 'cookie', 'sign']],
    ['在哪里处理重定向', ['handle', 'redirect']],
    ['где обрабатываются ошибки ответа', ['handle', 'error', 'response', 'answer']],
    ['로그인은 어디에서 처리되나요', ['login', 'handle']],
    ['解析器在哪里', ['parser']],
    ['where is the session signed', []],
    ['Wo wird die Sitzung geprüft?', []],
    ['', []],
  ])('%s → %j', (text, english) => expect(programmingWords(text)).toEqual(english));

  it('goes into what is searched for, beside the question itself', () => {
    const { text, words, translated } = understandQuery('在哪里处理重定向');
    expect([text.startsWith('在哪里处理重定向'), text.endsWith('handle redirect'), translated, words.includes('redirect')]).toEqual([true, true, ['handle', 'redirect'], true]);
  });

  it('has no word that is a single character or of Latin script, and none twice for one meaning', () => {
    for (const [english, written] of Object.entries(PROGRAMMING_WORDS)) {
      const words = written.split(' ');
      expect([english, words.filter((word) => word.length < 2 || /[a-z]/i.test(word)), new Set(words).size]).toEqual([english, [], words.length]);
    }
  });

  it('takes little time for a long text', () => {
    const started = performance.now();
    for (let i = 0; i < 20; i++) programmingWords('сессия обрабатывается '.repeat(400));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
