import fc from '../../../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { parseReply } from '../../../../src/adapters/generate/openai/parse-reply.ts';
import { createEventReader } from '../../../../src/adapters/generate/openai/read-events.ts';
import type { ParsedReply } from '../../../../src/spec/generator.ts';
import { problemsOf } from './support.ts';

const picture = Buffer.from('a picture, as far as base64 cares');
const letters = picture.toString('base64');
const parse = (value: unknown): ParsedReply => parseReply(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const problems = (value: unknown): readonly string[] => problemsOf(() => parse(value));
const textsOf = ({ pictures }: ParsedReply): readonly string[] => pictures.map((bytes) => Buffer.from(bytes).toString());

describe('Images replies', () => {
  test('pictures and usage', () => {
    const usage = { input_tokens: 50, input_tokens_details: { text_tokens: 10, image_tokens: 40, cached_tokens: 5 }, output_tokens: 196, total_tokens: 246 };
    const reply = parse({ created: 1, data: [{ b64_json: letters }, { b64_json: letters }], usage, size: 'a lie', quality: 7 });
    expect(textsOf(reply)).toEqual([picture.toString(), picture.toString()]);
    expect(reply.usage).toEqual({ textInput: 10, imageInput: 40, cachedInput: 5, output: 196 });
  });

  test.each<[unknown, unknown]>([
    [undefined, null],
    [{}, null],
    ['many', null],
    [{ input_tokens: -1, output_tokens: 3 }, null],
    [{ input_tokens: 1.5, output_tokens: 3 }, null],
    [
      { input_tokens: 20, output_tokens: 3 },
      { textInput: 0, imageInput: 20, cachedInput: 0, output: 3 },
    ],
    [
      { input_tokens: 20, output_tokens: 3, input_tokens_details: { text_tokens: 900 }, cached_tokens: 70 },
      { textInput: 20, imageInput: 0, cachedInput: 20, output: 3 },
    ],
  ])('usage %j', (usage, expected) => {
    expect(parse({ data: [{ b64_json: letters }], usage }).usage).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    ['nothing', '  ', 'nothing'],
    ['HTML', '<!doctype html><p>hello', 'a web page'],
    ['plain text', 'upstream request timeout', 'text that is no JSON'],
    ['a string', '"hello"', 'a string'],
    ['a list', '[]', 'a list'],
    ['null', 'null', 'a null'],
    ['cut JSON', `{"data":[{"b64_json":"${letters}`, 'JSON that is cut off or broken'],
    ['no data', '{"created":1}', 'JSON without "data"'],
    ['data of another form', '{"data":"x"}', 'JSON without "data"'],
    ['empty data', '{"data":[]}', 'an empty "data"'],
    ['no b64', '{"data":[{"revised_prompt":"x"}]}', 'an entry without "b64_json"'],
    ['an empty b64', '{"data":[{"b64_json":""}]}', 'an entry without "b64_json"'],
    ['an entry that is none', '{"data":[null]}', 'an entry that is null'],
    ['a link', '{"data":[{"url":"https://example.com/1.png"}]}', 'a link instead of a picture'],
    ['a data URL', { data: [{ b64_json: `data:image/png;base64,${letters}` }] }, 'a data URL instead of base64'],
    ['cut base64', { data: [{ b64_json: letters.slice(0, -3) }] }, 'base64 that is cut off or broken'],
    ['foreign letters', { data: [{ b64_json: `${letters.slice(0, 8)}!${letters.slice(9)}` }] }, 'base64 that is cut off or broken'],
    ['line breaks', { data: [{ b64_json: `${letters.slice(0, 8)}\n${letters.slice(8)}` }] }, 'base64 that is cut off or broken'],
    ['letters for URLs', { data: [{ b64_json: '-_-_' }] }, 'base64 that is cut off or broken'],
    ['bits that should be zero', { data: [{ b64_json: 'QR==' }] }, 'base64 that is cut off or broken'],
    ['an error with 200', { error: { message: 'no such luck', code: 'x' } }, 'an error (no such luck)'],
  ])('%s', (_, value, expected) => {
    const [problem] = problems(value);
    expect(problem).toMatch(/^API_BAD_PAYLOAD /);
    expect(problem).toContain(expected);
  });

  test('one damaged picture does not cost the others', () => {
    expect(textsOf(parse({ data: [{ b64_json: letters.slice(1) }, { b64_json: letters }] }))).toEqual([picture.toString()]);
  });

  test('moderation is told from other errors', () => {
    expect(
      problems({
        error: { code: 'moderation_blocked', message: 'refused', moderation_details: { moderation_stage: 'output', categories: ['violence', 'harassment'] } },
      }),
    ).toEqual(['API_MODERATED refused by moderation: refused (stage: output; categories: violence, harassment)']);
  });

  test('every cut of a whole body is refused, not misread', () => {
    const body = Buffer.from(JSON.stringify({ data: [{ b64_json: letters }] }));
    for (let end = 0; end < body.length; end += 1) expect(problemsOf(() => parseReply(body.subarray(0, end)))[0]).toContain('API_BAD_PAYLOAD');
  });

  test('no bytes at all make it fail in another way', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => problemsOf(() => parseReply(bytes)).length === 1,
      ),
    );
  });
});

describe('Responses objects', () => {
  const call = (rest: object): object => ({ type: 'image_generation_call', id: 'ig_1', status: 'completed', ...rest });

  test('the last picture that was made, billed by the tool', () => {
    const reply = parse({
      id: 'resp_1',
      status: 'completed',
      output: [{ type: 'message' }, call({ result: 'AAAA' }), call({ result: letters })],
      usage: { input_tokens: 9999, output_tokens: 9999 },
      tool_usage: { image_gen: { input_tokens: 7, input_tokens_details: { text_tokens: 7, image_tokens: 0 }, output_tokens: 196, total_tokens: 203 } },
    });
    expect(textsOf(reply)).toEqual([picture.toString()]);
    expect(reply.usage).toEqual({ textInput: 7, imageInput: 0, cachedInput: 0, output: 196 });
  });

  test('without a picture', () => {
    expect(problems({ status: 'completed', output: [] })[0]).toContain('a response without a picture (status "completed")');
    expect(problems({ status: 'failed', output: [], error: { code: 'server_error', message: 'oops' } })[0]).toContain('an error (oops)');
    expect(
      problems({ status: 'completed', output: [call({ result: null, status: 'failed', error: { code: 'moderation_blocked', message: 'no' } })] })[0],
    ).toContain('API_MODERATED');
  });
});

describe('streams', () => {
  const event = (value: object, name = 'x'): string => `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
  const usage = { input_tokens: 3, input_tokens_details: { text_tokens: 3, image_tokens: 0 }, output_tokens: 10 };
  const partial = event({ type: 'image_generation.partial_image', b64_json: 'AAAA', partial_image_index: 0 });
  const completed = event({ type: 'image_generation.completed', b64_json: letters, usage });

  test('previews are not pictures', () => {
    const reply = parse(`${partial}${completed}data: [DONE]\n\n`);
    expect(textsOf(reply)).toEqual([picture.toString()]);
    expect(reply.usage?.output).toBe(10);
  });

  test('several pictures, their tokens added up', () => {
    const reply = parse(`${completed}${completed.replace('generation.', 'edit.')}`);
    expect(reply.pictures).toHaveLength(2);
    expect(reply.usage?.output).toBe(20);
    expect(parse(`${completed}${event({ type: 'image_generation.completed', b64_json: letters })}`).usage).toBeNull();
  });

  test('the end of a Responses stream is the response', () => {
    const response = { id: 'resp_1', status: 'completed', output: [{ type: 'image_generation_call', result: letters }] };
    expect(textsOf(parse(event({ type: 'response.created', response: { id: 'resp_1' } }) + event({ type: 'response.completed', response })))).toEqual([
      picture.toString(),
    ]);
  });

  test('cut or failed', () => {
    expect(problems(partial)[0]).toContain('a stream with 1 previews and no finished picture');
    expect(problems(partial + completed.slice(0, -30))[0]).toContain('cut off or broken');
    expect(problems(partial + event({ type: 'error', error: { code: 'moderation_blocked', message: 'no' } }))[0]).toContain('API_MODERATED');
  });

  test('events are the same however the bytes are cut into pieces', () => {
    const stream = Buffer.from(`: hello\r\nevent: a\r\ndata: {"é":1,\r\ndata:"x":2}\r\n\r\n${partial}data: last`);
    const read = (cuts: readonly number[]): readonly string[] => {
      const seen: string[] = [];
      const reader = createEventReader((data) => seen.push(data));
      let from = 0;
      for (const cut of [...cuts.toSorted((a, b) => a - b), stream.length]) {
        reader.push(stream.subarray(from, cut));
        from = cut;
      }
      reader.end();
      return seen;
    };
    const whole = read([]);
    expect(whole).toHaveLength(3);
    expect(whole[0]).toBe('{"é":1,\n"x":2}');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
        expect(read(cuts)).toEqual(whole);
      }),
    );
  });
});
