// Checks the descriptions of the API by public validators: OpenAPI by two, AsyncAPI by its published schema.
// node validate.mjs openapi.yaml asyncapi.yaml; one JSON object on standard output.
import { readFileSync } from 'node:fs';
import { createConfig, lint } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import asyncapi from '@asyncapi/specs';
import Ajv from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';

const [openApi, asyncApi] = process.argv.slice(2);

async function bySchema(file) {
  const result = await new Validator().validate(readFileSync(file, 'utf8'));
  return result.valid ? [] : [].concat(result.errors).map((error) => error.message ?? String(error));
}

// What the recommended rules warn of counts too, but for one: addresses that everybody may read declare no refusal.
async function byRules(file) {
  const config = await createConfig({
    extends: ['recommended'],
    rules: { 'operation-4xx-response': 'off' },
  });
  const problems = await lint({ ref: file, config });
  return problems.map((each) => `${each.ruleId}: ${each.message} at ${each.location[0]?.pointer}`);
}

function byAsyncSchema(file) {
  const document = parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats(ajv);
  const check = ajv.compile(asyncapi.schemasWithoutId[document.asyncapi]);
  return check(document) ? [] : check.errors.map((each) => `${each.message} at ${each.instancePath}`);
}

console.log(JSON.stringify({
  schema: await bySchema(openApi),
  rules: await byRules(openApi),
  async: byAsyncSchema(asyncApi),
}));
