import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: { readonly 200?: { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } } };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

export interface MatchedRequest {
  readonly operationId: string;
  /** `{collection_name}` and the like, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What is wrong with the request; empty = nothing. */
  readonly problems: readonly string[];
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly operation: Operation;
  readonly parameters: ReadonlyMap<string, { parameter: Parameter; valid: ValidateFunction }>;
  readonly body: ValidateFunction | null;
  readonly result: ValidateFunction | null;
}

const INTEGER_FORMATS: Record<string, number> = { uint: Number.MAX_SAFE_INTEGER, uint8: 255, uint32: 2 ** 32 - 1, uint64: Number.MAX_SAFE_INTEGER, int64: Number.MAX_SAFE_INTEGER };

/** Requests and answers against Qdrant's OpenAPI document (`openapi.json`, made by tools/trim-qdrant-openapi.mjs). Stricter than the document: a field that it does not name is wrong. */
export class OpenApiChecker {
  readonly #routes: Route[];

  constructor() {
    const document = JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')) as Document;
    const ajv = new Ajv({ strict: false, allErrors: false, coerceTypes: false });
    (addFormats as unknown as (ajv: Ajv, formats: string[]) => void)(ajv, ['uuid', 'uri', 'date-time']);
    for (const [format, largest] of Object.entries(INTEGER_FORMATS)) ajv.addFormat(format, { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) <= largest });
    for (const format of ['float', 'double']) ajv.addFormat(format, { type: 'number', validate: Number.isFinite });
    for (const format of ['partial-date-time', 'binary']) ajv.addFormat(format, true);
    ajv.addSchema({ $id: 'qdrant', components: { schemas: jsonSchema(document.components.schemas, true) } });
    const compile = (schema: Schema) => ajv.compile(withReferences(jsonSchema(schema) as Schema));
    const queryAjv = new Ajv({ strict: false, coerceTypes: true });
    for (const [format, largest] of Object.entries(INTEGER_FORMATS)) queryAjv.addFormat(format, { type: 'number', validate: (value: number) => Number.isInteger(value) && value <= largest });
    queryAjv.addSchema({ $id: 'qdrant', components: { schemas: jsonSchema(document.components.schemas, true) } });
    const compileParameter = (schema: Schema) => queryAjv.compile({ type: 'object', properties: { value: withReferences(jsonSchema(schema) as Schema) } });
    this.#routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Route => ({
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '([^/]+)')}$`),
      names: [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!),
      operation,
      parameters: new Map(operation.parameters.map((parameter) => [parameter.name, { parameter, valid: compileParameter(parameter.schema) }])),
      body: operation.requestBody ? compile(operation.requestBody.content['application/json'].schema) : null,
      result: operation.responses[200]?.content?.['application/json'] ? compile(operation.responses[200].content['application/json'].schema) : null,
    }))).sort((a, b) => a.names.length - b.names.length); // `/snapshots/recover` before `/snapshots/{snapshot_name}`
  }

  /** Null = the document has no such path with this method. */
  match(method: string, url: URL, body: unknown): MatchedRequest | null {
    const route = this.#routes.find((one) => one.method === method && one.pattern.test(url.pathname));
    if (route === undefined) return null;
    const problems: string[] = [];
    const values = route.pattern.exec(url.pathname)!.slice(1).map(decodeURIComponent);
    for (const [name, text] of url.searchParams) {
      const known = route.parameters.get(name);
      if (known === undefined || known.parameter.in !== 'query') problems.push(`unknown query parameter ${name}`);
      else if (!known.valid({ value: text })) problems.push(`query parameter ${name}: ${explain(known.valid.errors)}`);
    }
    for (const { parameter } of route.parameters.values()) if (parameter.in === 'query' && parameter.required && !url.searchParams.has(parameter.name)) problems.push(`query parameter ${parameter.name} is missing`);
    // Generated clients send an empty object where the document has no body.
    const isEmpty = body === undefined || JSON.stringify(body) === '{}';
    if (route.body === null ? !isEmpty : !route.body(body)) problems.push(route.body === null ? 'a body where none belongs' : `body ${explain(route.body.errors)}`);
    return { operationId: route.operation.operationId, parameters: Object.fromEntries(route.names.map((name, i) => [name, values[i]!])), problems };
  }

  /** What is wrong with an answer of 200; null = nothing. */
  checkResult(operationId: string, answer: unknown): string | null {
    const route = this.#routes.find(({ operation }) => operation.operationId === operationId);
    return !route?.result || route.result(answer) ? null : explain(route.result.errors);
  }
}

function explain(errors: ErrorObject[] | null | undefined): string {
  const deepest = [...(errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)[0];
  return deepest ? `${deepest.instancePath || '/'} ${deepest.message} ${JSON.stringify(deepest.params)}` : 'is wrong';
}

/** OpenAPI 3.0 → JSON Schema: `nullable`, and objects that name their fields hold no others. `names` = the keys are names of fields or schemas. */
function jsonSchema(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((one) => jsonSchema(one));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as Schema);
  if (names) return Object.fromEntries(entries.map(([name, schema]) => [name, jsonSchema(schema)]));
  const { nullable, ...rest } = Object.fromEntries(entries.map(([key, inner]) => [key, key === 'enum' || key === 'default' || key === 'required' ? inner : jsonSchema(inner, key === 'properties')])) as Schema;
  if (rest['properties'] !== undefined && rest['additionalProperties'] === undefined) rest['additionalProperties'] = false;
  if (nullable !== true) return rest;
  if (Object.keys(rest).length === 0) return { type: 'null' };
  return { anyOf: [rest, { type: 'null' }] };
}

function withReferences(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"qdrant#/components/')) as Schema;
}
