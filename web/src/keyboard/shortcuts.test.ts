import { expect, test } from 'vitest';
import { isTyping, ownsKey } from './shortcuts.ts';

test.each([
  [{ tagName: 'TEXTAREA' }], [{ tagName: 'INPUT', type: 'text' }], [{ tagName: 'INPUT', type: 'search' }], [{ tagName: 'SELECT' }], [{ tagName: 'DIV', isContentEditable: true }],
])('keys pressed in %j are text', (target) => {
  expect(isTyping(target)).toBe(true);
});

test.each([[{ tagName: 'BUTTON' }], [{ tagName: 'INPUT', type: 'checkbox' }], [{ tagName: 'INPUT', type: 'radio' }], [{ tagName: 'BODY' }]])('keys pressed on %j are shortcuts', (target) => {
  expect(isTyping(target)).toBe(false);
});

test('Enter and Space stay with the focused control, letters do not', () => {
  expect(ownsKey({ tagName: 'BUTTON' }, 'Enter')).toBe(true);
  expect(ownsKey({ tagName: 'rect', role: 'button' }, ' ')).toBe(true);
  expect(ownsKey({ tagName: 'BUTTON' }, 'j')).toBe(false);
  expect(ownsKey({ tagName: 'BODY' }, 'Enter')).toBe(false);
});

test('arrows stay with sliders and radios', () => {
  expect(ownsKey({ tagName: 'DIV', role: 'slider' }, 'ArrowLeft')).toBe(true);
  expect(ownsKey({ tagName: 'INPUT', type: 'radio' }, 'ArrowDown')).toBe(true);
  expect(ownsKey({ tagName: 'BUTTON' }, 'ArrowDown')).toBe(false);
});
