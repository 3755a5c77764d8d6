import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate, fit } from '../src/tokens.ts';

const instructions = 'Be brief.';
const turns = Array.from({ length: 50 }, (_, i) => ({
  question: `Question ${i}? `.repeat(20),
  answer: `Answer ${i}. `.repeat(40),
}));

/** What gpt-4o's vocabulary (o200k_base) makes of a text. */
const KNOWN: [string, number][] = [
  ['', 0],
  ['The quick brown fox jumps over the lazy dog.', 10],
  ['const answer = await ask({ question: "Why?", tries: 3 });', 16],
  ['Die Straßenbahn fährt heute leider nicht.', 10],
  ['人工智能正在改变我们的生活方式。', 8],
  ['1234567890', 4],
  ['\n\n\n\n', 1],
];

test('an estimate is never too low, nor far too high', () => {
  for (const [text, tokens] of KNOWN) {
    assert.ok(estimate(text) >= tokens, `${text}: ${estimate(text)} instead of ${tokens}`);
    assert.ok(estimate(text) <= tokens * 4, `${text}: ${estimate(text)} instead of ${tokens}`);
  }
});

test('everything that fits is said, in order', () => {
  const history = turns.slice(0, 2);
  const messages = fit({ instructions, input: 'And now?', history, context: ['One text.', 'Another.'] });
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user', 'assistant', 'user', 'user'],
  );
  assert.equal(messages[0]?.content, instructions);
  assert.equal(messages[1]?.content, turns[0]?.question);
  assert.match(messages.at(-2)?.content ?? '', /One text\.\n\nAnother\.$/);
  assert.equal(messages.at(-1)?.content, 'And now?');
});

test('the oldest turns are left out first, both sides of them', () => {
  const messages = fit({ instructions, input: 'And now?', history: turns });
  const kept = (messages.length - 2) / 2;
  assert.ok(kept > 5 && kept < 50, `${kept} turns`);
  assert.deepEqual(
    messages.slice(1, -1).map(({ content }) => content),
    turns.slice(-kept).flatMap(({ question, answer }) => [question, answer]),
  );
});

test('a prompt stays below its limit, the part for the answer free', () => {
  for (const max of [600, 1_000, 4_000, 16_000]) {
    const context = Array.from({ length: 20 }, (_, i) => `Text ${i} says a lot. `.repeat(30));
    const messages = fit({ instructions, input: 'Why?', history: turns.slice(0, 5), context, max, reserved: 500 });
    const tokens = messages.reduce((sum, { content }) => sum + estimate(content), 0);
    assert.ok(tokens <= max - 500, `${tokens} of ${max}`);
    assert.equal(messages.at(-1)?.content, 'Why?');
  }
});

test('the first texts stay, one is cut, the last are left out', () => {
  const context = ['First. '.repeat(100), 'Second. '.repeat(1_000), 'Third. '.repeat(10)];
  const content = fit({ instructions, input: 'Why?', context, max: 1_500 }).at(-2)?.content ?? '';
  assert.match(content, /(First\. ){100}/);
  assert.match(content, /Second\. Second\./);
  assert.doesNotMatch(content, /(Second\. ){1000}|Third/);
});

test('a character is not cut apart', () => {
  const content = fit({ instructions, input: 'Why?', context: ['👩🏽‍🚀🎉'.repeat(2_000)], max: 1_000 }).at(-2)?.content ?? '';
  assert.equal(content.isWellFormed(), true);
});

test('what the user asks is never cut', () => {
  const input = 'word '.repeat(1_500);
  assert.equal(fit({ instructions, input, history: turns, context: ['A text.'] }).at(-1)?.content, input);
  assert.throws(() => fit({ instructions, input: 'word '.repeat(4_000) }), { status: 413 });
});
