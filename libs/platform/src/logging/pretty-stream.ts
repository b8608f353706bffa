const LEVELS: Record<number, string> = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO ', 40: 'WARN ', 50: 'ERROR', 60: 'FATAL' };

/** JSON lines → lines for a person: time, level, service, message, the other facts. */
export function prettyStream(target: { write(text: string): unknown }): { write(line: string): void } {
  return {
    write(line) {
      const { time, level, service, msg, err, pid: _pid, hostname: _hostname, trace_id: traceId, span_id: _span, ...facts } = JSON.parse(line) as Record<string, unknown> & { err?: { message?: string; stack?: string } };
      const clock = new Date(Number(time)).toISOString().slice(11, 23);
      const rest = Object.entries(facts).map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join('');
      const trace = typeof traceId === 'string' ? ` trace=${traceId.slice(0, 8)}` : '';
      const error = err ? `\n    ${(err.stack || err.message || '').replaceAll('\n', '\n    ')}` : '';
      target.write(`${clock} ${LEVELS[Number(level)] ?? level} ${service ? `[${String(service)}] ` : ''}${String(msg ?? '')}${rest}${trace}${error}\n`);
    },
  };
}
