/** Keyboard shortcuts, scoped: they sleep while somebody types, while a menu or dialog is open, and with a modifier held. */
import { useEffect, useRef } from 'react';

/** Key (as `KeyboardEvent.key`, letters in lower case) → what it does. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

interface KeyTarget {
  readonly tagName: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
  readonly role?: string | null;
}

const TYPING = new Set(['text', 'search', 'email', 'password', 'number', 'url', 'tel', 'date']);

/** Whether a key pressed there is meant for that element. */
export function isTyping({ tagName, type, isContentEditable }: KeyTarget): boolean {
  if (isContentEditable || tagName === 'TEXTAREA' || tagName === 'SELECT') return true;
  return tagName === 'INPUT' && (type === undefined || TYPING.has(type));
}

/** Enter and Space belong to the button or link that has the focus; arrows to a slider, a radio or a select. */
export function ownsKey({ tagName, type, role }: KeyTarget, key: string): boolean {
  if (key === 'Enter' || key === ' ') return ['BUTTON', 'A', 'SUMMARY', 'INPUT'].includes(tagName) || role === 'button' || role === 'option';
  if (key.startsWith('Arrow') || key === 'Home' || key === 'End') return role === 'slider' || role === 'tab' || (tagName === 'INPUT' && type === 'radio');
  return false;
}

const OVERLAY = '[role="dialog"], [role="menu"]';

/** A key that closes a dialog takes it out of the document before we hear of it; what was pressed in it is still not ours. */
const isWithinOverlay = (target: EventTarget | null): boolean => target instanceof Element && target.closest(OVERLAY) !== null;

export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target instanceof HTMLElement) {
        const { tagName, isContentEditable } = event.target;
        const target = { tagName, isContentEditable, role: event.target.getAttribute('role'), ...(event.target instanceof HTMLInputElement ? { type: event.target.type } : {}) };
        if (event.key === 'Escape' && isTyping(target)) leaveField(event.target);
        if (isTyping(target) || ownsKey(target, event.key)) return;
      }
      if (document.querySelector(OVERLAY) || isWithinOverlay(event.target)) return;
      const action = current.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Escape leaves the field, a second one the page; an open list or dialog has the first say. */
function leaveField(field: HTMLElement): void {
  if (field.getAttribute('aria-expanded') !== 'true' && !field.closest('[role="dialog"]')) field.blur();
}
