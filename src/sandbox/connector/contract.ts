// Checks connector requests against Microsoft's Swagger file. Compiled once, at the first request of its kind.
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

const parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: z.unknown().optional() });
const operation = z.object({ parameters: z.array(parameter).default([]) });
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)), definitions: z.record(z.string(), z.record(z.string(), z.unknown())) });
type Parameter = z.infer<typeof parameter>;

/** Enumerations marked open ("modelAsString") list only what was known when they were written. */
function withoutOpenEnums(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOpenEnums);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isOpen = entries.some(([key, inner]) => key === 'x-ms-enum' && z.object({ modelAsString: z.literal(true) }).safeParse(inner).success);
  return Object.fromEntries(entries.filter(([key]) => !(isOpen && key === 'enum')).map(([key, inner]) => [key, withoutOpenEnums(inner)]));
}

/** Null where the request keeps the contract, else what is wrong with it. */
export type Check = (method: string, template: string, body: unknown, query: URLSearchParams) => string | null;

export function connectorContract(): Check {
  const text = readFileSync(new URL('../contracts/ConnectorAPI.json', import.meta.url), 'utf8');
  const { paths, definitions } = document.parse(withoutOpenEnums(JSON.parse(text)));
  const ajv = new Ajv({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'connector', definitions });
  const compiled = new Map<string, ValidateFunction>();

  function validator(key: string, body: Parameter): ValidateFunction {
    const before = compiled.get(key);
    if (before) return before;
    const { $ref } = z.object({ $ref: z.string() }).parse(body.schema);
    const made = ajv.compile({ $ref: `connector${$ref}` });
    compiled.set(key, made);
    return made;
  }

  return (method, template, content, query) => {
    const found = paths[template]?.[method.toLowerCase()];
    if (!found) return `The connector's contract has no ${method} ${template}.`;
    const unknown = [...query.keys()].find(name => !found.parameters.some(known => known.in === 'query' && known.name === name));
    if (unknown !== undefined) return `The connector's contract has no query parameter '${unknown}' for ${method} ${template}.`;
    const body = found.parameters.find(known => known.in === 'body');
    if (!body) return null;
    const validate = validator(`${method} ${template}`, body);
    return validate(content) ? null : `The body breaks the contract: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}.`;
  };
}
