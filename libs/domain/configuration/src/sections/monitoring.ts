import { z } from 'zod';
import { local, reserved, restart, secret } from '../key-flags.ts';
import { ordered, share } from '../rules.ts';
import { duration } from '../units.ts';

const alerting = reserved('alerts');
const dashboard = reserved('the dashboard');

const latency = (text: string, value: string) => duration({ min: '1ms', max: '10m' }).prefault(value).describe(text).meta(alerting);
const rate = (text: string, value: number) => share().default(value).describe(text).meta(alerting);

/** MO-3. For latency, errors and capacity more is worse; for quality and cache less is worse. */
const alerts = z.strictObject({
  latency: z
    .strictObject({ warn: latency('p95 answer time that raises a warning.', '1s'), critical: latency('p95 answer time that raises a critical alert.', '2s') })
    .superRefine(ordered('warn', 'critical'))
    .prefault({}),
  quality: z
    .strictObject({ warn: rate('Mean answer quality (0..1) below which a warning is raised.', 0.7), critical: rate('Mean answer quality below which a critical alert is raised.', 0.5) })
    .superRefine(ordered('critical', 'warn'))
    .prefault({}),
  errors: z
    .strictObject({ warn: rate('Share of failed requests (0.03 = 3 %) that raises a warning.', 0.03), critical: rate('Share of failed requests that raises a critical alert.', 0.1) })
    .superRefine(ordered('warn', 'critical'))
    .prefault({}),
  cache: z
    .strictObject({ warn: rate('Cache hit rate (0..1) below which a warning is raised.', 0.7), critical: rate('Cache hit rate below which a critical alert is raised.', 0.5) })
    .superRefine(ordered('critical', 'warn'))
    .prefault({}),
  capacity: z
    .strictObject({ warn: rate('Share of memory, disk or queue in use that raises a warning.', 0.7), critical: rate('Share in use that raises a critical alert.', 0.9) })
    .superRefine(ordered('warn', 'critical'))
    .prefault({}),
  prediction: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether alerts are also raised ahead of time from a forecast.').meta(alerting),
      horizon: duration({ min: '5m', max: '1d' }).prefault('2h').describe('How far ahead the forecast looks.').meta(alerting),
      confidence_min: rate('Least confidence of a forecast (0..1) that may raise an alert.', 0.8),
    })
    .prefault({}),
  hysteresis: z
    .strictObject({
      raise_after: duration({ max: '1d' }).prefault('1m').describe('A value must be past its threshold this long before the alert is raised.').meta(alerting),
      clear_after: duration({ max: '1d' }).prefault('5m').describe('A value must be back this long before the alert is cleared.').meta(alerting),
      clear_margin: rate('How far back it must be, as a share of the threshold, so that an alert does not flap.', 0.1),
    })
    .prefault({}),
  webhooks: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }).describe('Where alerts are posted.'),
        secret: z.string().min(16).optional().describe('Key of the HMAC-SHA256 signature that the receiver checks.'),
        least: z.enum(['warn', 'critical']).default('warn').describe('Least severity that is sent.'),
      }),
    )
    .default([])
    .describe('Receivers of alerts, each `{url, secret, least: warn|critical}`. Empty = alerts are only logged and shown.')
    .meta({ ...secret, ...local, ...alerting }),
});

export const monitoring = z.strictObject({
  check_timeout: duration({ min: '50ms', max: '1m' }).prefault('1s').describe('Time that each service gets to answer a health check; past it the service counts as down.'),
  port: z.number().int().min(0).max(65535).default(8090).describe('Port of the dashboard page.').meta({ ...restart, ...dashboard }),
  refresh: duration({ min: '1s', max: '1h' }).prefault('10s').describe('How often the dashboard takes new values.').meta(dashboard),
  retention: duration({ min: '1h', max: '365d' }).prefault('7d').describe('How long measured values are kept.').meta(dashboard),
  alerts: alerts.prefault({}),
});
