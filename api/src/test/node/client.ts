// A case system in TypeScript, with the types that openapi-typescript generates from openapi.yaml. It asks the server
// for everything that it acts on, reads Arrow, Avro and Parquet by public libraries, and delivers events as JSON and Avro.
// node out/client.js ADDRESS KEY-OR-TOKEN; one JSON object on standard output.
import createClient from 'openapi-fetch';
import { tableFromIPC } from 'apache-arrow';
import avro from 'avsc';
import { parquetReadObjects } from 'hyparquet';
import { Readable } from 'node:stream';
import type { components, paths } from './schema.js';

type Segment = components['schemas']['Segment'];
type Problem = components['schemas']['Problem'];

const [address, key] = process.argv.slice(2) as [string, string];
const headers = { Authorization: `Bearer ${key}` };
const api = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: address, headers });

function wanted<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.url}: ${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

async function segmentOf(caseId: string): Promise<Segment> {
  return wanted(await api.GET('/v1/cases/{caseId}/segment', { params: { path: { caseId } } }));
}

async function all(): Promise<Segment[]> {
  const cases: Segment[] = [];
  let cursor: string | undefined;
  do {
    const page = wanted(await api.GET('/v1/segments', { params: { query: { limit: 2, cursor } } }));
    cases.push(...page.cases);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return cases;
}

async function bytes(path: string, accept: string): Promise<Buffer> {
  const answer = await fetch(address + path, { headers: { ...headers, Accept: accept } });
  if (answer.status !== 200 || answer.headers.get('content-type') !== accept) {
    throw new Error(`${path} as ${accept}: ${answer.status} ${answer.headers.get('content-type')}`);
  }
  return Buffer.from(await answer.arrayBuffer());
}

/** What a row has in every format: id, route, balance in thousandths, day of review, flags, and the decision. */
interface Row {
  caseId: string;
  route: string;
  balance: bigint;
  reviewOn: string;
  flags: string[];
  willingness: number | null;
  decisionId: string;
}

function day(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** An Avro or Parquet decimal: a whole number of two's complement, the highest byte first. */
function unscaled(value: Uint8Array): bigint {
  let number = 0n;
  for (const byte of value) {
    number = (number << 8n) | BigInt(byte);
  }
  return BigInt.asIntN(8 * value.length, number);
}

function fromJson(segment: Segment): Row {
  const [whole, decimals = ''] = segment.balance.split('.') as [string, string?];
  return {
    caseId: segment.case_id,
    route: segment.route,
    balance: BigInt(whole + decimals.padEnd(3, '0')),
    reviewOn: segment.review_on,
    flags: segment.flags,
    willingness: segment.scores.willingness.probability,
    decisionId: segment.decision_id ?? '',
  };
}

async function fromArrow(path: string): Promise<Row[]> {
  const table = tableFromIPC(await bytes(path, 'application/vnd.apache.arrow.stream'));
  return Array.from(table, (row) => ({
    caseId: row!['case_id'],
    route: row!['route'],
    balance: unscaled(new Uint8Array(row!['balance'].buffer.slice(
      row!['balance'].byteOffset, row!['balance'].byteOffset + 16)).reverse()),
    reviewOn: new Date(Number(row!['review_on'])).toISOString().slice(0, 10),
    flags: Array.from(row!['flags']),
    willingness: row!['willingness'],
    decisionId: row!['decision_id'],
  }));
}

async function fromAvro(path: string): Promise<Row[]> {
  const decoder = new avro.streams.BlockDecoder();
  let stated = -1;
  decoder.on('metadata', (_type: unknown, _codec: unknown, header: { meta: Record<string, Buffer> }) => {
    stated = Number(header.meta['rows']!.toString());
  });
  Readable.from([await bytes(path, 'application/avro')]).pipe(decoder);
  const rows: Row[] = [];
  for await (const record of decoder) {
    rows.push({
      caseId: record.case_id,
      route: record.route,
      balance: unscaled(record.balance),
      reviewOn: day(record.review_on),
      flags: record.flags,
      willingness: record.willingness,
      decisionId: record.decision_id,
    });
  }
  if (rows.length !== stated) {
    throw new Error(`the Avro answer has ${rows.length} of ${stated} records`);
  }
  return rows;
}

async function fromParquet(path: string): Promise<Row[]> {
  const file = await bytes(path, 'application/vnd.apache.parquet');
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  return (await parquetReadObjects({ file: buffer })).map((record) => ({
    caseId: record['case_id'],
    route: record['route'],
    balance: BigInt(Math.round(record['balance'] * 1_000)),
    reviewOn: (record['review_on'] as Date).toISOString().slice(0, 10),
    flags: record['flags'],
    willingness: record['willingness'] ?? null,
    decisionId: record['decision_id'],
  }));
}

async function csvLines(path: string): Promise<string[]> {
  return (await bytes(path, 'text/csv')).toString('utf8').trimEnd().split('\r\n');
}

/** A payment as an Avro container file in the schemas that the server publishes. */
async function paymentInAvro(paymentId: string, caseId: string, amount: number): Promise<Buffer> {
  const schema = wanted(await api.GET('/v1/schemas/{name}', { params: { path: { name: 'events' } } }));
  // The schema and not a type of avsc: that would leave the logical types out of the header, and an amount would be bytes.
  const encoder = new avro.streams.BlockEncoder(schema as avro.Schema, { codec: 'deflate' });
  const thousandths = Buffer.alloc(8);
  thousandths.writeBigInt64BE(BigInt(amount * 1_000));
  encoder.end({
    'org.solvens.feeds.v1.PaymentRecord': {
      payment_id: paymentId,
      case_id: caseId,
      amount: thousandths,
      paid_on: Math.floor(Date.now() / 86_400_000) - 2,
      booked_on: null,
      source: 'DEBTOR',
      reversal_of: null,
      known_at: Date.now(),
      kind: null,
      reference: null,
      retracted: null,
    },
  });
  const parts: Buffer[] = [];
  for await (const part of encoder) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean): Promise<T> {
  let answer = await ask();
  for (let i = 0; i < 600 && !done(answer); i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await ask();
  }
  if (!done(answer)) {
    throw new Error(`not as it is wanted: ${JSON.stringify(answer)}`);
  }
  return answer;
}

function text(rows: Row[]): string {
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
}

const before = await all();
const first = await segmentOf('C-1');
const changes = wanted(await api.GET('/v1/changes'));
const unknown = await api.GET('/v1/cases/{caseId}/segment', { params: { path: { caseId: 'C-99' } } });
const problem: Problem = unknown.error!;
const batch = wanted(await api.POST('/v1/segments:batch', { body: { case_ids: ['C-1', 'C-99'] } }));

const json = text(before.map(fromJson));
const arrow = text(await fromArrow('/v1/segments'));
const inAvro = text(await fromAvro('/v1/segments'));
const parquet = text(await fromParquet('/v1/segments'));
const csv = await csvLines('/v1/segments');

const whatIf = wanted(await api.POST('/v1/score', {
  body: {
    case_id: 'C-1',
    changes: [{
      feed: 'payments',
      record: { payment_id: 'what-if', case_id: 'C-1', amount: '80.00', paid_on: '2026-10-30', source: 'DEBTOR' },
    }],
  },
}));

const accepted = wanted(await api.POST('/v1/events', {
  params: { header: { 'Idempotency-Key': 'typescript-1' } },
  body: {
    feed: 'payments',
    record: { payment_id: 'P-1', case_id: 'C-1', amount: '80.00', paid_on: '2026-10-30', source: 'DEBTOR' },
  },
}));
const file = await paymentInAvro('P-2', 'C-1', 100);
const avroAnswers = [];
for (let i = 0; i < 2; i++) {
  const answer = await fetch(`${address}/v1/events`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/avro', 'Idempotency-Key': 'typescript-2' },
    body: new Uint8Array(file),
  });
  avroAnswers.push({
    status: answer.status,
    replayed: answer.headers.get('idempotency-replayed'),
    results: (await answer.json() as components['schemas']['EventOutcomes']).results.map((each) => each.code ?? each.status),
  });
}
if (avroAnswers[0]!.results[0] !== 'accepted') {
  throw new Error(`the record in Avro: ${JSON.stringify(avroAnswers)}`);
}
const paid = await until(() => segmentOf('C-1'), (segment) => segment.balance === '900.00');
const followed = wanted(await api.GET('/v1/changes', { params: { query: { cursor: changes.next } } }));

const references = {
  models: wanted(await api.GET('/v1/models')).models.length,
  policies: wanted(await api.GET('/v1/policies')).policies.length,
  features: wanted(await api.GET('/v1/catalogue')).features.length,
  report: wanted(await api.GET('/v1/reports/{name}', { params: { path: { name: 'today' } } })).report,
  recovery: wanted(await api.GET('/v1/reports/recovery')).vintages.length,
};

console.log(JSON.stringify({
  cases: before.map((each) => each.case_id),
  first: { route: first.route, balance: first.balance },
  unknown: problem.code,
  batch: { found: batch.cases.length, missing: batch.not_found },
  same: { arrow: arrow === json, avro: inAvro === json, parquet: parquet === json },
  rows: { json, arrow, avro: inAvro, parquet },
  csv: { lines: csv.length, last: csv.at(-1) },
  what_if: whatIf.cases.map((each) => ({
    id: each.decision.case_id, balance: each.decision.balance, before: each.before?.balance ?? null,
  })),
  accepted: accepted.accepted,
  avro: avroAnswers,
  paid: { balance: paid.balance, basis: paid.basis },
  changes: followed.changes.map((each) => each.type),
  references,
}));
