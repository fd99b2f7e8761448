// Checks Graph requests against Microsoft's metadata. Read once; each operation is compiled at its first use.
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';
import type { Ask } from './ask.ts';
import { isUncontracted } from './uncontracted.ts';

const parameter = z.object({ name: z.string(), in: z.string(), schema: z.object({ type: z.string().optional(), items: z.object({ enum: z.array(z.string()).optional() }).optional() }).optional() });
const reference = z.object({ $ref: z.string() });
const operation = z.object({ parameters: z.array(z.union([reference, parameter])).default([]), requestBody: z.object({ required: z.boolean().default(false) }).optional() });
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())), components: z.object({ parameters: z.record(z.string(), parameter) }) });

type Parameter = z.infer<typeof parameter>;
type Known = { parameters: Map<string, Parameter>; hasBody: boolean; isBodyRequired: boolean };

/** `missing`: there is no such path in the contract. */
export type Verdict = { is: 'kept' } | { is: 'broken'; message: string } | { is: 'missing'; message: string };

export function graphContract() {
  const json: unknown = JSON.parse(readFileSync(new URL('../contracts/graph-v1-mfa-contract.openapi3.json', import.meta.url), 'utf8'));
  const { paths, components } = document.parse(json);
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: false, formats: { int16: true, int32: true, int64: true, base64url: true, decimal: true, duration: true } });
  formats.default(ajv);
  ajv.addSchema({ $id: 'graph', ...z.record(z.string(), z.unknown()).parse(json) });
  const validators = new Map<string, ValidateFunction>();
  const operations = new Map<string, Known>();

  function read(key: string, template: string, method: string): Known | null {
    const found = operation.safeParse(paths[template]?.[method.toLowerCase()]);
    if (!found.success) return null;
    const parameters = found.data.parameters.flatMap(one => ('$ref' in one ? (components.parameters[one.$ref.split('/').at(-1) ?? ''] ?? []) : one));
    const known = { parameters: new Map(parameters.map(one => [one.name, one])), hasBody: found.data.requestBody !== undefined, isBodyRequired: found.data.requestBody?.required ?? false };
    operations.set(key, known);
    return known;
  }

  function validator(key: string, template: string, method: string): ValidateFunction {
    const before = validators.get(key);
    if (before) return before;
    const pointer = ['paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'].map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const made = ajv.compile({ $ref: `graph#/${pointer}` });
    validators.set(key, made);
    return made;
  }

  return (template: string, ask: Ask): Verdict => {
    if (isUncontracted('graph', ask.method, template)) return { is: 'kept' };
    const key = `${ask.method} ${template}`;
    const known = operations.get(key) ?? read(key, template, ask.method);
    if (!known) return { is: 'missing', message: `Microsoft's contract here has no ${ask.method} ${template}. If it is documented, list it in graph/uncontracted.ts with its page.` };
    const wrong = wrongInQuery(template, ask, known) ?? wrongInBody(ask, known);
    if (wrong !== null) return { is: 'broken', message: wrong };
    if (!known.hasBody || ask.body === undefined) return { is: 'kept' };
    const validate = validator(key, template, ask.method);
    return validate(ask.body) ? { is: 'kept' } : { is: 'broken', message: `The body breaks the contract: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}.` };
  };
}

function wrongInQuery(template: string, ask: Ask, known: Known): string | null {
  for (const [name, value] of ask.query) {
    // Next links carry it; no contract lists it.
    if (name === '$skiptoken' || isUncontracted('graph', ask.method, `${template}?${name}`)) continue;
    const parameter = known.parameters.get(name);
    if (!parameter) return `The query option '${name}' is not known for ${ask.method} ${template}.`;
    const allowed = parameter.schema?.items?.enum;
    const unknown = allowed && value.split(',').find(one => !allowed.includes(one.trim().replace(/ asc$/, '')));
    if (unknown !== undefined) return `Could not find a property named '${unknown}' for ${name} of ${template}.`;
    if (parameter.schema?.type === 'integer' && !/^\d+$/.test(value)) return `The query option '${name}' must be a whole number.`;
    if (parameter.schema?.type === 'boolean' && !/^(true|false)$/.test(value)) return `The query option '${name}' must be true or false.`;
  }
  return null;
}

function wrongInBody(ask: Ask, known: Known): string | null {
  if (known.isBodyRequired && ask.body === undefined) return 'The request needs a body.';
  // Clients send {} to actions without parameters.
  const isEmpty = ask.body === undefined || (typeof ask.body === 'object' && ask.body !== null && Object.keys(ask.body).length === 0);
  return !known.hasBody && !isEmpty ? 'This request takes no body.' : null;
}
