import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { questionsFrom, readQuestions } from './questions.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-questions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('questions', () => {
  it('are read a line each or from a JSON array, names apart', () => {
    expect(readQuestions(file('a.txt', 'where is it\n\n  retryPolicy \n'))).toEqual({ questions: ['where is it', 'retryPolicy'], names: ['retryPolicy'] });
    expect(readQuestions(file('a.json', '["one two", "three"]'))).toEqual({ questions: ['one two', 'three'], names: ['three'] });
    expect(() => readQuestions(file('none.txt', '\n'))).toThrow(/no question/);
  });

  it('are three sentences to a name from the beginning to the end, whatever there is more of', () => {
    const root = mkdtempSync(path.join(folder, 'source-'));
    const words = (i: number) => `${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]}`;
    for (let i = 0; i < 60; i++) writeFileSync(path.join(root, `f${i}.ts`), `/** Does the thing that is called ${words(i)} for everybody who asks. */\nexport function helper${words(i)}x() {}\nexport class Other${words(i)}y {}\n`);
    const { questions, names } = questionsFrom(root);
    expect(questions).toHaveLength(80);
    expect(names).toHaveLength(120);
    for (let i = 0; i < questions.length; i++) expect(/\s/.test(questions[i]!)).toBe(i % 4 !== 3);
    expect(new Set(questions).size).toBe(80);
  });
});
