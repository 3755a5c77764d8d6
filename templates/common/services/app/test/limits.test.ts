import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admit } from '../src/limits.ts';

const MINUTE = 60_000;

test('a caller may make so many requests a minute, and then wait', () => {
  for (let i = 0; i < 10; i++) assert.equal(admit('one', 10, 0), 0);
  assert.equal(admit('one', 10, 0), MINUTE / 10);
  assert.equal(admit('one', 10, 2_000), 4_000);
  assert.equal(admit('one', 10, MINUTE / 10), 0);
  assert.equal(admit('one', 10, MINUTE / 10), MINUTE / 10);
});

test('a caller who was away may not save up', () => {
  for (let i = 0; i < 10; i++) assert.equal(admit('two', 10, 100 * MINUTE), 0);
  assert.notEqual(admit('two', 10, 100 * MINUTE), 0);
});

test('callers do not use up what others may', () => {
  while (admit('greedy', 10, 0) === 0);
  assert.equal(admit('modest', 10, 0), 0);
});

test('another limit holds at once', () => {
  assert.equal(admit('three', 1_000, 0), 0);
  assert.equal(admit('three', 1, 0), 0);
  assert.equal(admit('three', 1, 0), MINUTE);
  assert.equal(admit('three', 0, 0), MINUTE);
});

test('the memory for callers has an end', () => {
  admit('first', 1, 0);
  for (let i = 0; i < 10_001; i++) admit(`caller ${i}`, 1, 0);
  assert.equal(admit('first', 1, 0), 0);
  assert.notEqual(admit('caller 10000', 1, 0), 0);
});
