import { t } from '../messages/index.ts';
import type { JsonSchema } from './request.ts';
import type { Route, Slice } from './routes.ts';

const problem: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'title', 'status', 'problems'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'field', 'text'],
        properties: { id: { type: 'string' }, field: { type: ['string', 'null'] }, text: { type: 'string' } },
      },
    },
    current: {},
  },
};

/** What the API answers when it refuses (RFC 9457). */
export const problemSchema = problem;

const PARAMETER = /:(\w+)/g;

const pathNames = (route: Route): string[] => [...route.path.matchAll(PARAMETER)].map(([, name]) => name ?? '');

function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  return Object.entries((schema.properties as Record<string, JsonSchema> | undefined) ?? {});
}

function parameters(route: Route): unknown[] {
  const inPath = pathNames(route);
  const required = (route.input.required as string[] | undefined) ?? [];
  const query = route.kind === 'post' ? [] : propertiesOf(route.input).filter(([name]) => !inPath.includes(name));
  const schemaOf = (name: string): JsonSchema =>
    propertiesOf(route.input).find(([own]) => own === name)?.[1] ?? { type: 'string' };
  const headers: unknown[] = [];
  if (route.kind === 'post') {
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: route.creates,
      schema: { type: 'string', minLength: 8, maxLength: 200 },
    });
    if (route.versioned) headers.push({ name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } });
  }
  return [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: schemaOf(name) })),
    ...query.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema })),
    ...headers,
  ];
}

function body(route: Route): unknown {
  if (route.kind !== 'post') return undefined;
  const inPath = pathNames(route);
  const required = ((route.input.required as string[] | undefined) ?? []).filter(
    (name) => !inPath.includes(name) && !(route.versioned && name === 'version'),
  );
  const properties = Object.fromEntries(propertiesOf(route.input).filter(([name]) => !inPath.includes(name)));
  return { required: true, content: { 'application/json': { schema: { ...route.input, properties, required } } } };
}

function operation(route: Route, slice: string): unknown {
  const ok = route.kind === 'post' && route.creates ? '201' : '200';
  const content =
    route.kind === 'file'
      ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: route.answer } };
  const requestBody = body(route);
  return {
    operationId: route.name,
    tags: [slice],
    description: `needs: ${route.needs}`,
    security: route.needs === 'public' ? [] : [{ session: [], csrf: [] }],
    parameters: parameters(route),
    ...(requestBody ? { requestBody } : {}),
    responses: { [ok]: { description: 'done', content }, default: { $ref: '#/components/responses/problem' } },
  };
}

/** The API as OpenAPI 3.1, generated from the same declarations that serve it. */
export function openApi(slices: Slice[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const slice of slices) {
    for (const route of slice.routes) {
      const path = `/api/v1${route.path.replace(PARAMETER, '{$1}')}`;
      const method = route.kind === 'post' ? 'post' : 'get';
      paths[path] = { ...paths[path], [method]: operation(route, slice.name) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: t('zh', 'app.name'), version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      responses: { problem: { description: 'refused', content: { 'application/problem+json': { schema: problem } } } },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'fx_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
      },
    },
  };
}
