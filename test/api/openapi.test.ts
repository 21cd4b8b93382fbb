import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { openApi } from '../../lib/kernel/openapi.ts';
import { slices } from '../../lib/slices.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: { required: string[]; properties: Record<string, object> } }> };
  responses: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema: object }> }>;
  security: Record<string, unknown>[];
}

const document = JSON.parse(JSON.stringify(openApi(slices, '1.2.3'))) as {
  openapi: string;
  info: object;
  paths: Record<string, Record<string, Operation>>;
  components: { responses: object; securitySchemes: Record<string, object> };
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** Every `$ref` below a value. */
function refs(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refs(inner)));
}

describe('openapi', () => {
  it('describes every route of every slice once, under an operationId of its own', () => {
    const names = slices.flatMap((slice) => slice.routes.map((route) => route.name));
    expect(document.openapi).to.equal('3.1.0');
    expect(document.info).to.include({ version: '1.2.3' });
    expect(operations.map(({ operation }) => operation.operationId)).to.have.members(names);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('names in each path exactly the parameters it declares, all required', () => {
    for (const { path, operation } of operations) {
      expect(path).to.match(/^\/api\/v1(\/[\w.-]+|\/\{\w+\})*\/?$/);
      const holes = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(
        declared.map(({ name }) => name),
        path,
      ).to.deep.equal(holes);
      for (const parameter of declared) expect(parameter.required).to.equal(true);
    }
  });

  it('resolves every reference', () => {
    for (const ref of refs(document)) {
      const found = ref
        .replace('#/', '')
        .split('/')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect(found, ref).to.be.an('object');
    }
  });

  it('holds only schemas that compile', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
    for (const { operation } of operations) {
      for (const { schema } of operation.parameters) ajv.compile(schema);
      for (const { schema } of Object.values(operation.requestBody?.content ?? {})) ajv.compile(schema);
      for (const response of Object.values(operation.responses)) {
        for (const [type, { schema }] of Object.entries(response.content ?? {}))
          if (type === 'application/json') ajv.compile(schema);
      }
    }
  });

  it('says what a caller must bring: session, token, key, version', () => {
    for (const { path, method, operation } of operations) {
      const route = slices.flatMap((slice) => slice.routes).find(({ name }) => name === operation.operationId)!;
      expect(operation.security.length === 0, path).to.equal(route.needs === 'public');
      for (const scheme of operation.security.flatMap((one) => Object.keys(one)))
        expect(document.components.securitySchemes).to.have.property(scheme);
      expect(operation.responses, path).to.have.property('default');
      if (route.kind !== 'post') continue;
      expect(method).to.equal('post');
      const headers = operation.parameters.filter((parameter) => parameter.in === 'header');
      expect(headers.find(({ name }) => name === 'Idempotency-Key')?.required, path).to.equal(route.creates);
      expect(
        headers.some(({ name }) => name === 'If-Match'),
        path,
      ).to.equal(route.versioned);
      expect(operation.responses, path).to.have.property(route.creates ? '201' : '200');
      const body = operation.requestBody?.content['application/json']?.schema;
      for (const name of body?.required ?? []) expect(body?.properties, path).to.have.property(name);
    }
  });
});
