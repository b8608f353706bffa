import { checkHost, checkOrigin, checkProbeHost, isListedOrigin } from './host-origin.ts';

const local = { host: '127.0.0.1', allowed_hosts: [], allowed_origins: [] };
const open = { host: '0.0.0.0', allowed_hosts: ['twin.example:8443', 'TWIN.internal'], allowed_origins: ['https://app.example'] };

describe('checkHost', () => {
  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:3000', '127.9.9.9', '[::1]:3000', '[::1]'])('answers for %s', (host) => {
    expect(checkHost(host, local)).toEqual({ ok: true });
  });

  it.each([undefined, '', 'evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:3000', 'evil.example#localhost', 'localhost@evil.example', '127.evil.example', '192.168.1.4:3000', '0.0.0.0:3000', 'localhost:notaport', '[::1'])('refuses %s', (host) => {
    expect(checkHost(host, local)).toMatchObject({ ok: false });
  });

  it('matches listed names, with their port where one is listed', () => {
    expect(checkHost('twin.example:8443', open).ok).toBe(true);
    expect(checkHost('twin.example', open).ok).toBe(false);
    expect(checkHost('twin.example:443', open).ok).toBe(false);
    expect(checkHost('twin.internal:1234', open).ok).toBe(true);
    expect(checkHost('x.twin.internal', open).ok).toBe(false);
  });

  it('answers for the address it was told to listen on', () => {
    expect(checkHost('10.1.2.3:3000', { ...open, host: '10.1.2.3' }).ok).toBe(true);
    expect(checkHost('[fd00::1]:3000', { ...open, host: 'fd00::1' }).ok).toBe(true);
    expect(checkHost('10.1.2.4:3000', { ...open, host: '10.1.2.3' }).ok).toBe(false);
  });

  it('lets probes come by address, never by a foreign name', () => {
    expect(checkProbeHost('10.244.0.7:3000', open).ok).toBe(true);
    expect(checkProbeHost('evil.example', open).ok).toBe(false);
  });
});

describe('checkOrigin', () => {
  it.each([undefined, '', 'http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:80'])('lets %s pass', (origin) => {
    expect(checkOrigin(origin, local)).toEqual({ ok: true });
  });

  it.each(['null', 'https://evil.example', 'http://localhost.evil.example', 'file://', 'chrome-extension://abc', 'http://localhost@evil.example', 'http://127.0.0.1.evil.example'])('refuses %s', (origin) => {
    expect(checkOrigin(origin, local)).toMatchObject({ ok: false });
  });

  it('takes a listed origin as a whole: scheme, name and port', () => {
    expect(checkOrigin('https://app.example', open).ok).toBe(true);
    for (const other of ['http://app.example', 'https://app.example:444', 'https://x.app.example']) expect(checkOrigin(other, open).ok).toBe(false);
    expect(isListedOrigin('http://localhost:5173', open)).toBe(false);
  });
});
