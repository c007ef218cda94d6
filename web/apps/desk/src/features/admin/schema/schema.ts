/** JSON Schema as the server writes it for a settings struct: the part of it that our structs can produce. */
export interface Schema {
  title?: string;
  description?: string;
  type?: string;
  enum?: (string | number | null)[];
  const?: string | number;
  format?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  maxLength?: number;
  items?: Schema | false;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  writeOnly?: boolean;
}

export type Value = Record<string, unknown>;

/** What kind of field a person fills in. `json`: a shape without a form of its own, edited as text. */
export type Field = { title: string; about?: string; optional: boolean; initial?: unknown } & (
  | { kind: 'number'; whole: boolean; min?: number; max?: number }
  | { kind: 'text'; long: boolean; max?: number }
  | { kind: 'secret'; fresh?: boolean }
  | { kind: 'switch' }
  | { kind: 'choice'; choices: string[] }
  | { kind: 'choices'; choices: string[] }
  | { kind: 'words'; numbers: boolean }
  | { kind: 'group'; fields: [string, Field][] }
  | { kind: 'rows'; fields: [string, Field][] }
  | { kind: 'map' }
  | { kind: 'json' }
);

function resolve(schema: Schema, defs: Record<string, Schema>): Schema {
  const found = schema.$ref ? defs[schema.$ref.split('/').at(-1)!] : undefined;
  return found ? { ...found, ...schema, $ref: undefined } : schema;
}

/** The schema without its "or nothing" alternative. */
function unwrap(schema: Schema, defs: Record<string, Schema>): { schema: Schema; optional: boolean } {
  const here = resolve(schema, defs);
  const alternatives = here.anyOf ?? here.oneOf;
  if (!alternatives) return { schema: here, optional: false };
  const rest = alternatives.filter(each => each.type !== 'null');
  const optional = rest.length < alternatives.length;
  const only = rest.length === 1 ? resolve(rest[0]!, defs) : { type: 'mixed' };
  return { schema: { ...only, ...(here.title && { title: here.title }), ...(here.description && { description: here.description }), default: here.default }, optional };
}

const choicesOf = (schema: Schema): string[] | undefined => schema.enum?.filter(each => each !== null).map(String);

function listField(schema: Schema, defs: Record<string, Schema>) {
  const items = schema.items ? unwrap(schema.items, defs).schema : undefined;
  const choices = items && choicesOf(items);
  if (choices) return { kind: 'choices', choices } as const;
  if (items?.type === 'string') return { kind: 'words', numbers: false } as const;
  if (items?.type === 'integer' || items?.type === 'number') return { kind: 'words', numbers: true } as const;
  if (items?.properties) return { kind: 'rows', fields: fieldsOf(items, defs) } as const;
  return { kind: 'json' } as const;
}

function kindOf(schema: Schema, defs: Record<string, Schema>) {
  const choices = choicesOf(schema);
  if (choices) return { kind: 'choice', choices } as const;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return { kind: 'number', whole: schema.type === 'integer', min: schema.minimum ?? schema.exclusiveMinimum, max: schema.maximum ?? schema.exclusiveMaximum } as const;
    case 'boolean':
      return { kind: 'switch' } as const;
    case 'string':
      return schema.format === 'password' || schema.writeOnly ? ({ kind: 'secret' } as const) : ({ kind: 'text', long: (schema.maxLength ?? 0) > 300, max: schema.maxLength } as const);
    case 'array':
      return listField(schema, defs);
    case 'object':
      if (schema.properties) return { kind: 'group', fields: fieldsOf(schema, defs) } as const;
      return typeof schema.additionalProperties === 'object' && unwrap(schema.additionalProperties, defs).schema.type === 'string' ? ({ kind: 'map' } as const) : ({ kind: 'json' } as const);
    default:
      return { kind: 'json' } as const;
  }
}

/** The fields of an object schema, in its own order, with the titles the server gave them. */
export function fieldsOf(schema: Schema, defs: Record<string, Schema> = schema.$defs ?? {}): [string, Field][] {
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const { schema: inner, optional } = unwrap(raw, defs);
    return [name, { title: inner.title ?? name, about: inner.description, optional, initial: inner.default, ...kindOf(inner, defs) }];
  });
}

/** What the form begins with: each field's default where the server has no value. */
export function withDefaults(schema: Schema, value: Value): Value {
  const defaults = Object.entries(schema.properties ?? {}).filter(([, each]) => each.default !== undefined);
  return { ...Object.fromEntries(defaults.map(([name, each]) => [name, each.default])), ...value };
}
