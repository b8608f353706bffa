import { asksOfTheRecent } from './times.ts';
import { understandQuery } from './understand-query.ts';

const frames = (text: string) => understandQuery(text).frames.map(({ function: name, path, line }) => [name, path, line]);
const primary = (text: string) => understandQuery(text).intents[0]!.kind;

describe('words of time', () => {
  it('are words: a layer is no yesterday', () => expect(understandQuery('the layer that heuter named').times).toEqual([]));
  it.each([
    ['what changed recently in the session code', true], ['最近改了什么', true], ['which files were touched in the last two weeks', true], ['what broke since the last release?', true],
    ['Added total_seconds() helper for pythons before 2.7', false], ['add what was recently removed', false], ['how does the layer work', false], ['get yesterday as a string', false],
  ])('%s: %s', (question, asks) => expect(asksOfTheRecent(understandQuery(question))).toBe(asks));
});

describe('stack traces and diagnostics of more runtimes', () => {
  it.each([
    ['a Go panic', 'panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.(*Server).Handle(0xc0000b2000, {0x1, 0x2})\n\t/go/src/app/server.go:88 +0x1d\nmain.main()\n\t/go/src/app/main.go:12 +0x20', [['Server.Handle', '/go/src/app/server.go', 88], [null, '/go/src/app/main.go', 12]]],
    ['a Rust panic', "thread 'main' panicked at src/server.rs:10:5:\nindex out of bounds\n   3: app::server::handle\n             at ./src/server.rs:10:5", [[null, 'src/server.rs', 10], ['handle', 'src/server.rs', 10]]],
    ['an old Rust panic', "thread 'main' panicked at 'boom', src/main.rs:4:9", [[null, 'src/main.rs', 4]]],
    ['rustc', 'error[E0382]: borrow of moved value: `conn`\n  --> src/pool.rs:31:12', [[null, 'src/pool.rs', 31]]],
    ['tsc', "src/reply.ts(10,5): error TS2345: Argument of type 'string' is not assignable", [[null, 'src/reply.ts', 10]]],
    ['tsc, pretty', "src/reply.ts:10:5 - error TS2345: Argument of type 'string'", [[null, 'src/reply.ts', 10]]],
    ['gcc', "src/main.c:10:5: error: 'foo' undeclared (first use in this function)", [[null, 'src/main.c', 10]]],
    ['clang', 'lib/io.cpp:7:2: fatal error: no such file or directory', [[null, 'lib/io.cpp', 7]]],
    ['go build', './main.go:10:5: undefined: handler', [[null, 'main.go', 10]]],
    ['javac', 'src/Server.java:10: error: cannot find symbol', [[null, 'src/Server.java', 10]]],
    ['csc', "Program.cs(10,5): error CS0103: The name 'x' does not exist", [[null, 'Program.cs', 10]]],
    ['mypy', 'app/views.py:42: error: Incompatible return value type  [return-value]', [[null, 'app/views.py', 42]]],
    ['gdb', '#1  0x00005555 in handle (fd=3) at src/server.c:10', [['handle', 'src/server.c', 10]]],
    ['a sanitizer', '    #0 0x4a1f in handle_request /src/server.c:10:5', [['handle_request', '/src/server.c', 10]]],
    ['Chrome', '    at Cart.render (http://localhost:3000/static/app.js:10:5)', [['Cart.render', '/static/app.js', 10]]],
    ['webpack', '    at render (webpack:///./src/app.js?1a2b:10:5)', [['render', 'src/app.js', 10]]],
    ['Java with a jar', '\tat app//com.acme.Server.handle(Server.java:10) ~[server.jar:1.0]', [['Server.handle', 'Server.java', 10]]],
    ['Ruby 3.4', "app/user.rb:12:in 'User#save'", [['User.save', 'app/user.rb', 12]]],
    ['a PHP fatal error', 'PHP Fatal error:  Uncaught Exception: boom in /var/www/app.php:12', [[null, '/var/www/app.php', 12]]],
    ['PHP, thrown', '  thrown in /var/www/app.php on line 12', [[null, '/var/www/app.php', 12]]],
    ['Perl', 'died at lib/App.pm line 10.', [[null, 'lib/App.pm', 10]]],
    ['Lua', 'lua: main.lua:10: attempt to call a nil value', [[null, 'main.lua', 10]]],
    ['Elixir', '    (app 0.1.0) lib/app/server.ex:10: App.Server.handle/2', [['Server.handle', 'lib/app/server.ex', 10]]],
    ['Dart', '#0      Server.handle (package:app/server.dart:10:5)', [['Server.handle', 'app/server.dart', 10]]],
  ])('reads %s', (_name, text, expected) => {
    expect(frames(text)).toEqual(expected);
  });

  it('leaves what a diagnostic says among the words', () => {
    const found = understandQuery("src/reply.ts(10,5): error TS2345: Argument of type 'Payload' is wrong");
    expect(found.words).toEqual(expect.arrayContaining(['argument', 'type', 'payload']));
    expect(found.paths).toEqual([]);
  });

  it('takes no prose for a frame', () => {
    for (const text of ['meet at 10:30', 'the ratio is 3:1 at best', 'see http://example.com:8080/x', 'look at lib/reply.js:120', 'at noon (12:00)', 'in line 10 of it']) expect(frames(text)).toEqual([]);
  });
});

describe('error messages', () => {
  it.each([
    ["TypeError: Cannot read properties of undefined (reading 'send')", { type: 'TypeError', code: null, message: "Cannot read properties of undefined (reading 'send')" }],
    ['TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument', { type: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: 'The "path" argument' }],
    ['Caused by: java.lang.IllegalStateException: closed', { type: 'java.lang.IllegalStateException', code: null, message: 'closed' }],
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', { type: 'error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:5432' }],
    ['error[E0382]: borrow of moved value', { type: 'error', code: 'E0382', message: 'borrow of moved value' }],
    ['a.ts(1,1): error TS2345: Argument of type', { type: 'error', code: 'TS2345', message: 'Argument of type' }],
    ['panic: assignment to entry in nil map', { type: 'panic', code: null, message: 'assignment to entry in nil map' }],
    ['it says x.map is not a function', { type: null, code: null, message: 'x.map is not a function' }],
    ['ModuleNotFoundError: No module named flask', { type: 'ModuleNotFoundError', code: null, message: 'No module named flask' }],
    ['Segmentation fault (core dumped)', { type: null, code: null, message: 'Segmentation fault' }],
    ['エラー: 接続できません', { type: 'error', code: null, message: '接続できません' }],
  ])('reads %j', (text, expected) => {
    expect(understandQuery(text).errors[0]).toEqual(expected);
    expect(primary(text)).toBe('troubleshoot');
  });

  it('finds none in a plain question', () => {
    for (const text of ['where is the reply serialised?', 'getUserById', 'add a hook that runs before the response is sent']) expect(understandQuery(text).errors).toEqual([]);
  });
});

describe('libraries with their versions', () => {
  const libraries = (text: string) => understandQuery(text).libraries.map(({ name, version }) => (version === null ? name : `${name} ${version}`));
  it.each([
    ['upgrade @nestjs/core@^12.1 and react@18.2.0', ['@nestjs/core ^12.1', 'react 18.2.0']],
    ['with @fastify/cors', ['@fastify/cors']],
    ['flask>=2.0 and numpy==1.26.4', ['flask >=2.0', 'numpy 1.26.4']],
    ['how do I do it in Django 4.2?', ['Django 4.2']],
    ['react v18 and fastify version 5', ['react 18', 'fastify 5']],
    ['org.springframework:spring-core:6.1.2', ['org.springframework:spring-core 6.1.2']],
    ['github.com/gin-gonic/gin v1.9.1', ['github.com/gin-gonic/gin v1.9.1']],
    ["const x = require('lodash/get')", ['lodash']],
    ['from flask import Flask', ['flask']],
  ])('reads %j', (text, expected) => {
    expect(libraries(text)).toEqual(expected);
  });

  it('takes numbers of other things for none', () => {
    for (const text of ['what is left of task 1.2.3', 'bump version 1.2.3', 'mail me@example.com', 'since 2.0', 'it takes 1.5 seconds', 'line 10.5']) expect(libraries(text)).toEqual([]);
  });
});

describe('languages, times, phrases', () => {
  it('tells the programming language', () => {
    const of = (text: string) => understandQuery(text).languages;
    expect(of('how do I read a file in Go?')).toEqual(['go']);
    expect(of('go to the definition')).toEqual([]);
    expect(of('a C++ template and C# generics')).toEqual(['cpp', 'csharp']);
    expect(of('`lib/reply.py` fails')).toEqual(['python']);
    expect(of('python code that calls JavaScript')).toEqual(['javascript', 'python']);
  });

  it.each([
    ['where is the reply sent to the client?', 'en'], ['wo wird die Antwort nicht gesendet?', 'de'], ['où est la réponse pour le client ?', 'fr'], ['返信はどこで送信されますか', 'ja'], ['回复在哪里发送', 'zh'], ['응답은 어디서 보내나요', 'ko'], ['где отправляется ответ', 'ru'], ['getUserById', null],
  ])('tells the language of %j', (text, code) => {
    expect(understandQuery(text).naturalLanguage).toBe(code);
  });

  it('reads words of time', () => {
    const times = (text: string) => understandQuery(text).times.map(({ phrase, kind, days }) => [phrase, kind, days]);
    expect(times('what changed recently in the router')).toEqual([['recently', 'recent', 30]]);
    expect(times('bugs since the last release')).toEqual([['since the last release', 'release', null]]);
    expect(times('commits in the last 3 weeks')).toEqual([['in the last 3 weeks', 'range', 21]]);
    expect(times('added two days ago')).toEqual([['two days ago', 'range', 2]]);
    expect(times('since 2026-01-15')).toEqual([['since 2026-01-15', 'date', null]]);
    expect(times('最近の変更')).toEqual([['最近', 'recent', 30]]);
    expect(times('where is the last element of the list removed')).toEqual([]);
  });

  it('keeps what stands in quotation marks', () => {
    expect(understandQuery('where does “invalid token” or "bad request" come from, 「認証」?').phrases).toEqual(['invalid token', 'bad request', '認証']);
    expect(understandQuery("don't and won't").phrases).toEqual([]);
  });
});

describe('names and words of every script', () => {
  it.each([
    ['getUserByIdはどこで定義されていますか', 'getUserById', '定義'],
    ['在哪里定义getUserById函数', 'getUserById', '函数'],
    ['getUserById는 어디에', 'getUserById', null],
    ['где вызывается getUserById', 'getUserById', 'вызывается'],
  ])('finds them in %j', (text, name, word) => {
    const found = understandQuery(text);
    expect(found.names[0]!.name).toBe(name);
    if (word) expect(found.words).toContain(word);
  });

  it('keeps a name that mixes scripts possible', () => {
    expect(understandQuery('`get用户`').names).toEqual([{ name: 'get用户', leaf: 'get用户', certainty: 1 }]);
    expect(understandQuery('get用户 在哪里').names.map(({ name }) => name)).toContain('get用户');
  });
});

describe('intents', () => {
  it.each([
    ['where is the reply serialised?', 'navigate'], ['getUserById', 'navigate'], ['lib/reply.js', 'navigate'], ['explain the plugin system', 'explain'], ['how does encapsulation work', 'explain'],
    ['the server crashes when the body is empty', 'troubleshoot'], ['implement rate limiting per route', 'implement'], ['fix: do not send the header twice', 'change'], ['example of a custom serializer', 'example'],
    ['difference between hooks and middleware', 'compare'], ['unit tests of the router', 'test'], ['refactor the request parser', 'refactor'], ['who calls buildRouting', 'impact'], ['configure the log level by environment variable', 'configure'],
    ['who changed the router in the last 2 weeks', 'history'], ['what is left to do in the roadmap', 'plan'],
    ['返信はどこで送信されますか', 'navigate'], ['为什么缓存不更新', 'explain'], ['где объявлен класс', 'navigate'], ['wo ist der Router definiert', 'navigate'], ['캐시 오류', 'troubleshoot'],
  ])('%j → %s', (text, kind) => {
    const { intents } = understandQuery(text);
    expect(intents[0]!.kind).toBe(kind);
    expect(intents[0]!.confidence).toBeGreaterThan(0.2);
    expect(intents.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThanOrEqual(1);
  });

  it('says why, what is needed, and how much is asked', () => {
    const trace = understandQuery('TypeError: boom\n    at Reply.send (/app/lib/reply.js:152:9)');
    expect(trace.intents[0]!.because.join()).toContain('stack trace');
    expect(trace.needs.slice(0, 2)).toEqual(['code', 'tests']);
    expect(understandQuery('getUserById').complexity).toBe(0);
    expect(understandQuery('explain how the router, the parser and the serializer work together and add a test for the error in lib/reply.js').complexity).toBeGreaterThan(0.4);
  });
});

describe('names and paths among words of other scripts', () => {
  it.each([
    ['где вызывается getUserById в файле lib/users.js:12 и почему', ['getUserById'], ['lib/users.js']],
    ['ПолучитьДанные не работает', ['ПолучитьДанные'], []],
    ['в модуле, строка.длина и файл документы/отчёт.md', ['строка.длина'], ['документы/отчёт.md']],
    ['get用户 在哪里', ['get用户'], []],
  ])('%s', (question, names, paths) => {
    const found = understandQuery(question);
    expect(found.names.map(({ name }) => name)).toEqual(names);
    expect(found.paths.map(({ path }) => path)).toEqual(paths);
  });
});
