import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { readMultipart, startsAsForm } from '../../../src/http/dialects/imatag/multipart.ts';
import { readBoolean, readInteger } from '../../../src/http/dialects/imatag/parameters.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { TestServer } from '../../support/server.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

const LIST = '/api/v1/domains/blacklist/';
let server: TestServer;
let ada: Tenant;
beforeAll(async () => {
  server = await startImatag({ work: false });
  ada = await tenant(server, 'ada');
});
afterAll(() => server.close());

const form = (parts: string, boundary = 'xyz'): string => `--${boundary}\r\n${parts}\r\n--${boundary}--\r\n`;
const field = (name: string, value: string): string => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;

test.each([
  ['C41 a form under image/jpeg', 'image/jpeg', form(field('url', 'a.example'))],
  ['C42 a value sent as a file part', 'multipart/form-data; boundary=xyz', form('Content-Disposition: form-data; name="url"; filename="url"\r\n\r\na.example')],
  ['C43 urlencoded under application/json', 'application/json', 'url=a.example'],
  ['C44 JSON under the type of a form', 'application/x-www-form-urlencoded', '{"url": "a.example"}'],
  ['a form', 'multipart/form-data; boundary=xyz', form(field('url', 'a.example'))],
  ['a form whose header names another boundary', 'multipart/form-data; boundary=other', form(field('url', 'a.example'))],
  ['urlencoded', 'application/x-www-form-urlencoded', 'url=a.example'],
  ['JSON', 'application/json; charset=utf-8', ' {"url":"a.example"}'],
  ['JSON with a byte order mark', 'application/json', '\ufeff{"url":"a.example"}'],
  ['JSON without a type', 'text/plain', '{"url":"a.example"}'],
])('IM-032 %s', async (_, type, body) => {
  const answer = await ada.api.send('POST', LIST, body, { 'content-type': type });
  expect([answer.status < 300, answer.text]).toEqual([true, '{"url":"a.example"}']);
});

test.each([
  ['broken JSON', 'application/json', '{"url": ', 400], ['an array', 'application/json', '["a.example"]', 400], ['text', 'application/json', '"a.example"', 400], ['null', 'application/json', 'null', 400],
  ['no object', 'application/json', 'nonsense', 400], ['a form that breaks off', 'multipart/form-data; boundary=xyz', `--xyz\r\n${field('url', 'a.example')}`, 400],
  ['a number for a text', 'application/json', '{"url": 5}', 400], ['an object for a text', 'application/json', '{"url": {"a": 1}}', 400], ['NUL', 'application/json', '{"url": "a\\u0000.example"}', 400],
  ['a lone surrogate', 'application/json', '{"url": "a\\ud800.example"}', 400], ['plain text', 'text/plain', 'hello world', 415], ['bytes', 'image/jpeg', '\u0001\u0002', 415],
])('IM-032 %s is refused', async (_, type, body, status) => {
  expect((await ada.api.send('POST', LIST, body, { 'content-type': type })).status).toBe(status);
});

test('IM-128 the query counts too, and the body wins', async () => {
  expect((await ada.api.send('POST', `${LIST}?url=query.example`, '{}', { 'content-type': 'application/json' })).json()).toEqual({ url: 'query.example' });
  expect((await ada.api.send('POST', `${LIST}?url=query.example`, { url: 'body.example' })).json()).toEqual({ url: 'body.example' });
});

test.each([['True', true], ['true', true], ['1', true], ['yes', true], ['ON', true], [true, true], ['False', false], ['0', false], ['no', false], [0, false], ['', undefined], [null, undefined]])('IM-031 A137 the boolean %s is %s', (text, value) => {
  expect(readBoolean(new Map([['flag', text]]), 'flag')).toBe(value);
});

test.each(['2', 'maybe', 'truee', '-1', 'null', {}])('IM-031 %s is no boolean', (text) => {
  expect(() => readBoolean(new Map([['flag', text]]), 'flag')).toThrow(AppError);
});

test('whole numbers of a range', () => {
  expect(readInteger(new Map([['n', '120']]), 'n', { min: 0, max: 120 })).toBe(120);
  for (const text of ['121', '-1', '1.0', '0x10', 'Infinity', '9'.repeat(20)]) expect(() => readInteger(new Map([['n', text]]), 'n', { min: 0, max: 120 })).toThrow(AppError);
});

test('a form gives back what was put into it, byte for byte', () => {
  const boundary = '--b0undary';
  const part = fc.record({ name: fc.stringMatching(/^[a-z]{1,9}$/), bytes: fc.uint8Array({ maxLength: 300 }), file: fc.option(fc.stringMatching(/^[\w.,;= -]{1,20}$/), { nil: undefined }) });
  fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
    const chunks = parts.flatMap(({ name, bytes, file }) => [Buffer.from(`${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n')]);
    const body = Buffer.concat([...chunks, Buffer.from(`${boundary}--\r\n`)]);
    expect(startsAsForm(body)).toBe(true);
    expect(readMultipart(body).map(({ name, fileName, bytes }) => ({ name, file: fileName, bytes: [...bytes] }))).toEqual(parts.map(({ name, file, bytes }) => ({ name, file, bytes: [...bytes] })));
  }), { numRuns: 200, seed: 1 });
});

test('a form cut off anywhere, or damaged, is refused with a reason or read, and never throws anything else', () => {
  const body = Buffer.from(form(`${field('url', 'a.example')}\r\n--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\u0001\u0002\r\n`));
  fc.assert(fc.property(fc.nat(body.length), fc.nat(body.length), fc.nat(255), (cut, at, value) => {
    const damaged = Buffer.from(body.subarray(0, cut));
    if (at < damaged.length) damaged[at] = value;
    try {
      if (startsAsForm(damaged)) readMultipart(damaged);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
  }), { numRuns: 1000, seed: 2 });
});
