import type { FileAnalysis } from '@twinmcp/syntax';
import { analyzeSource } from '../../analyze-source.ts';
import { GrammarRuntime } from '../../grammar-runtime.ts';

let runtime: GrammarRuntime;
beforeAll(async () => {
  runtime = await GrammarRuntime.start();
});
const analyze = (text: string): Promise<FileAnalysis> => analyzeSource('a.go', new TextEncoder().encode(text), { timeoutMs: 10_000, maxFileBytes: 1_000_000 }, runtime);

const SOURCE = `// Package demo shows.
package demo

import (
	"fmt"
	str "strings"
)

// Max bounds.
const Max = 10

const (
	// First of them.
	First = iota
	second
)

var a, B int

// Server serves.
type Server[T any] struct {
	Name  string // of it
	x, Y  int
	*http.Client
	Base
}

type Doer interface {
	// Do does.
	Do(a int) error
	fmt.Stringer
}

type ID = string

// Serve runs until told to stop.
//go:noinline
func (s *Server[T]) Serve(n int) (err error) {
	local := func() {}
	local()
	return nil
}

func (Server[T]) plain() {}

func main() {}
`;

describe('Go symbols', () => {
  it('are qualified by type and receiver', async () => {
    expect((await analyze(SOURCE)).symbols.map((symbol) => `${symbol.exported ? '+' : '-'}${symbol.kind} ${symbol.qualifiedName}`)).toEqual([
      '+module demo', '+constant Max', '+constant First', '-constant second', '-variable a', '+variable B', '+class Server', '+field Server.Name', '-field Server.x', '+field Server.Y', '+field Server.Client', '+field Server.Base',
      '+interface Doer', '+method Doer.Do', '+type ID', '+method Server.Serve', '-method Server.plain', '-function main',
    ]);
  });

  it('carry doc comments without directives, and signatures', async () => {
    const { symbols, quality } = await analyze(SOURCE);
    const byName = new Map(symbols.map((symbol) => [symbol.qualifiedName, symbol]));
    expect(quality).toBe('full');
    expect(byName.get('demo')?.doc).toBe('Package demo shows.');
    expect(byName.get('Server.Serve')).toMatchObject({ doc: 'Serve runs until told to stop.', signature: 'func (s *Server[T]) Serve(n int) (err error)', container: 'Server' });
    expect(byName.get('Doer.Do')).toMatchObject({ doc: 'Do does.', signature: 'Do(a int) error' });
    expect(byName.get('First')?.doc).toBe('First of them.');
    expect(byName.get('Server')?.signature).toBe('type Server[T any] struct');
    expect(byName.get('Doer')?.signature).toBe('type Doer interface');
  });
});
