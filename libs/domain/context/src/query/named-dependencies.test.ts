import { namedDependencies } from './named-dependencies.ts';

const known = new Map(['zod', 'click', 'debug', '@fastify/ajv-compiler', 'find-my-way', 'Jinja2', 'vue'].map((name) => [name.toLowerCase(), { ecosystem: 'npm', name, version: '1.0.0' }]));
const named = (query: string) => namedDependencies(query, known).map(({ name }) => name);

describe('namedDependencies', () => {
  it.each([
    ['how do I define a union with zod?', ['zod']],
    ['what does @fastify/ajv-compiler cache, and find-my-way?', ['@fastify/ajv-compiler', 'find-my-way']],
    ['render a template in jinja2.', ['Jinja2']],
    ['zod v4 schemas', ['zod']],
    ['`debug` prints nothing', ['debug']],
    ['how does click parse options', ['click']],
    ['Vue.js component', ['vue']],
    ['a component with vue.js', ['vue']],
    ['what happens on a click on the button', []],
    ['how to debug the worker', []],
    ['zoder and my-zod', []],
    ['', []],
  ])('%s → %j', (query, libraries) => expect(named(query)).toEqual(libraries));
});
